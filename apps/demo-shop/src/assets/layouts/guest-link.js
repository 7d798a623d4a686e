/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Product: adds by fetch and shows a bar. Cart: asks for the terms. Billing: shows the second address.
const details = document.querySelector("[data-productid]");

function notify(kind, text, link) {
  const bar = document.createElement("div");
  bar.className = `bar-notification ${kind}`;
  bar.append(text);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = "/cart";
    anchor.textContent = link;
    bar.append(anchor);
  }
  document.querySelector("#bar-notification").replaceChildren(bar);
}

async function add() {
  const form = new URLSearchParams();
  for (const field of details.querySelectorAll("input")) {
    if (field.type !== "radio" || field.checked) form.set(field.name, field.value);
  }
  const answer = await fetch(`/addproducttocart/details/${details.dataset.productid}`, { method: "POST", body: form });
  const told = await answer.json();
  if (!told.success) {
    notify("error", told.message);
    return;
  }
  notify("success", "The product has been added to your ", "shopping cart");
  document.querySelector(".cart-qty").textContent = `(${told.count})`;
}

details?.querySelector(".add-to-cart-button")?.addEventListener("click", () => void add());

const warning = document.querySelector("#terms-of-service-warning-box");
document.querySelector("#checkout")?.addEventListener("click", (event) => {
  if (document.querySelector("#termsofservice").checked) return;
  event.preventDefault();
  warning.hidden = false;
});
warning?.querySelector("button").addEventListener("click", () => (warning.hidden = true));

const same = document.querySelector("#ShipToSameAddress");
same?.addEventListener("change", () => {
  document.querySelector("#shipping-new-address").hidden = same.checked;
});
