/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// The product page: adds by fetch, and says so in an alert above the page.
const box = document.querySelector("#product");

function say(kind, text, link) {
  const alert = document.createElement("div");
  alert.className = `alert alert-${kind}`;
  alert.append(text);
  if (link !== undefined) alert.append(link);
  document.querySelector("#alert").replaceChildren(alert);
}

document.querySelector("#button-cart").addEventListener("click", async () => {
  for (const old of box.querySelectorAll(".text-danger")) old.remove();
  const form = new URLSearchParams();
  for (const field of box.querySelectorAll("input, select")) form.set(field.name, field.value);
  const answer = await fetch("/cart/add", { method: "POST", body: form });
  const told = await answer.json();
  if (told.success === undefined) {
    const fields = [...box.querySelectorAll("select")];
    const at = fields.find((select) => select.name.toLowerCase() === `option[${told.field}]`);
    const error = document.createElement("div");
    error.className = "text-danger";
    error.textContent = at === undefined ? told.error : `${at.labels[0].textContent} required!`;
    if (at === undefined) say("danger", told.error);
    else at.after(error);
    return;
  }
  const link = document.createElement("a");
  link.href = "/cart";
  link.textContent = "shopping cart";
  say("success", `Success: You have added ${told.success} to your `, link);
  document.querySelector("#cart-total").textContent = told.total;
});
document.querySelector("#cart").addEventListener("click", () => location.assign("/cart"));
