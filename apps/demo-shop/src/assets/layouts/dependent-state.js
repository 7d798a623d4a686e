/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// The checkout page: fetches states and the order's review, and places the order.
const form = document.querySelector("form.checkout");
const review = document.querySelector("#order_review");
const notices = document.querySelector("#notices");
const dataOf = () => new URLSearchParams(new FormData(form));

function notice(messages) {
  const list = document.createElement("ul");
  list.className = "shop-error";
  list.setAttribute("role", "alert");
  for (const message of messages) {
    const item = document.createElement("li");
    item.textContent = message;
    list.append(item);
  }
  notices.replaceChildren(list);
  window.scrollTo(0, 0);
}

async function loadStates(country) {
  const state = document.querySelector(`#${country.id.replace("country", "state")}`);
  state.disabled = true;
  const answer = await fetch(`/checkout/states/${country.value}`);
  const states = await answer.json();
  state.closest(".state-row").hidden = states.length === 0;
  state.replaceChildren(new Option("Select an option…", ""));
  for (const { code, name } of states) state.append(new Option(name, code));
  state.disabled = false;
}

async function loadReview() {
  review.classList.add("blocked");
  const answer = await fetch("/checkout/review", { method: "POST", body: dataOf() });
  if (answer.ok) review.innerHTML = await answer.text();
  else notice(["We were unable to process your order, please try again."]);
  review.classList.remove("blocked");
}

async function saveAddress() {
  notices.replaceChildren();
  const answer = await fetch("/checkout/address", { method: "POST", body: dataOf() });
  if (answer.status === 422) {
    const faults = await answer.json();
    notice(faults.map((fault) => `${fault.field.replaceAll("_", " ")}: ${fault.message}`));
  } else {
    await loadReview();
  }
}

async function placeOrder() {
  review.classList.add("blocked");
  const answer = await fetch("/checkout/place", { method: "POST", body: dataOf() });
  const told = answer.ok ? await answer.json() : { messages: "Error processing checkout. Please try again." };
  if (told.result === "success") {
    location.assign(told.redirect);
    return;
  }
  notice([told.messages]);
  review.classList.remove("blocked");
}

form.addEventListener("change", ({ target }) => {
  if (target.matches(".country_to_state")) void loadStates(target);
  if (target.id === "bill_same") document.querySelector("#billing_fields").hidden = target.checked;
  if (target.name === "shipping_method[0]") void loadReview();
});
document.addEventListener("click", ({ target }) => {
  if (target.id === "save_address") void saveAddress();
  if (target.id === "place_order") void placeOrder();
});
