/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return, no-alert -- plain browser script: no types; the alert is what shops of this kind say it with */
// A button that looks disabled until everything is chosen, and says so when it is pressed.
const form = document.querySelector(".variations_form");
const button = form?.querySelector("button");
const isComplete = () => [...form.querySelectorAll("select")].every((select) => select.value !== "");
form?.addEventListener("change", () => button.classList.toggle("disabled", !isComplete()));
form?.addEventListener("submit", (event) => {
  if (isComplete()) return;
  event.preventDefault();
  window.alert("Please select some product options before adding this product to your cart.");
});
