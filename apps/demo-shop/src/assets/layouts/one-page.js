/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// The checkout page: fetches its sections, saves them one by one, and fetches what a saved one brings up.
const AFTER = {
  contact: ["address", "summary"],
  address: ["address", "shipping", "payment", "summary"],
  shipping: ["payment", "summary"],
  payment: ["summary"],
};
const modalPlace = document.querySelector("#modal-place");
const placeOf = (name) => document.querySelector(`[data-section="${name}"]`);

async function load(name) {
  const place = placeOf(name);
  place.classList.add("_block-content-loading");
  const answer = await fetch(`/checkout/section/${name}`);
  place.innerHTML = await answer.text();
  place.classList.remove("_block-content-loading");
}

async function save(name, form) {
  const answer = await fetch(`/checkout/save/${name}`, { method: "POST", body: form });
  if (answer.status === 422) {
    const place = name === "address" ? modalPlace : placeOf(name === "payment" ? "summary" : name);
    place.innerHTML = await answer.text();
    return;
  }
  if (!answer.ok) {
    placeOf("summary").innerHTML =
      '<div role="alert" class="message error">Something went wrong with your request. Please try again later.</div>';
    return;
  }
  if (name === "address") modalPlace.replaceChildren();
  for (const next of AFTER[name]) await load(next);
}

const paymentForm = () => {
  const form = new URLSearchParams();
  for (const input of placeOf("payment").querySelectorAll("input")) {
    if (input.type !== "radio" || input.checked) form.set(input.name, input.value);
  }
  return form;
};

async function place(button) {
  button.disabled = true;
  if (paymentForm().get("payment[method]") === "purchaseorder") {
    await fetch("/checkout/save/payment", { method: "POST", body: paymentForm() });
  }
  const answer = await fetch("/checkout/place", { method: "POST" });
  if (answer.ok) {
    const { go } = await answer.json();
    location.assign(go);
    return;
  }
  if (answer.status < 500) placeOf("summary").innerHTML = await answer.text();
  else document.querySelector("#maincontent").textContent = "An error occurred on the server. Please try again later.";
}

document.addEventListener("submit", (event) => {
  const name = event.target.dataset.save;
  if (name === undefined) return;
  event.preventDefault();
  void save(name, new URLSearchParams(new FormData(event.target)));
});
document.addEventListener("change", (event) => {
  const { name, value, type } = event.target;
  if (name === "ko_unique_1") void save("shipping", new URLSearchParams({ ko_unique_1: value }));
  if (type === "radio" && name === "payment[method]" && value !== "hosted_card") void save("payment", paymentForm());
});
document.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (target === null) return;
  if (target.dataset.open === "address") {
    void fetch("/checkout/section/modal")
      .then((answer) => answer.text())
      .then((html) => (modalPlace.innerHTML = html));
  }
  if (target.dataset.close !== undefined) modalPlace.replaceChildren();
  if (target.dataset.place !== undefined) void place(target);
});
window.addEventListener("message", (event) => {
  if (event.data?.type === "card-token") setTimeout(() => void save("payment", paymentForm()), 0);
});
void load("contact").then(() => load("summary"));
