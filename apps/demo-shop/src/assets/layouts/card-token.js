/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Takes the token that the payment provider's frame sends, and nothing from anywhere else.
window.addEventListener("message", (event) => {
  const box = document.querySelector("[data-card-box]");
  if (box === null || event.data?.type !== "card-token") return;
  if (event.origin !== box.querySelector("iframe").dataset.origin) return;
  box.querySelector("input").value = event.data.token;
  box.querySelector("[data-card-note]").textContent = `Card ending in ${event.data.last4} will be used.`;
});
