/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Product and cart: the thing is added by fetch, a message and the counter tell of it.
const addForm = document.querySelector("#product_addtocart_form");

async function addToCart(form) {
  let complete = true;
  for (const select of form.querySelectorAll("select")) {
    select.parentElement.querySelector(".entry-error").hidden = select.value !== "";
    if (select.value === "") complete = false;
  }
  if (!complete) return;
  const button = form.querySelector("button");
  button.disabled = true;
  button.firstElementChild.textContent = "Adding...";
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const told = await answer.json();
  button.firstElementChild.textContent = "Added";
  setTimeout(() => {
    button.disabled = false;
    button.firstElementChild.textContent = "Add to Cart";
  }, 800);
  const messages = document.querySelector("#messages");
  messages.replaceChildren();
  const message = document.createElement("div");
  message.className = told.refused === undefined ? "message message-success success" : "message message-error error";
  message.textContent = told.refused ?? `You added ${told.title} to your `;
  if (told.refused === undefined) {
    const link = document.createElement("a");
    link.href = "/checkout/cart";
    link.textContent = "shopping cart";
    message.append(link, ".");
    document.querySelector(".counter-number").textContent = told.cartCount;
  }
  messages.append(message);
  window.scrollTo(0, 0);
}

addForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  void addToCart(addForm);
});
document.querySelector("[data-role=proceed-to-checkout]")?.addEventListener("click", () => {
  location.assign("/checkout");
});
