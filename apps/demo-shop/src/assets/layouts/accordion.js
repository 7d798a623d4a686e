/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// The accordion: opens one panel at a time, with what it fetches for it.
const TITLES = [...document.querySelectorAll(".panel")].map((panel) => panel.dataset.panel);
const panelOf = (name) => document.querySelector(`[data-panel="${name}"]`);
let account = "register";

async function open(name) {
  const answer = await fetch(`/checkout/panel/${name}?account=${account}`);
  for (const panel of document.querySelectorAll(".panel-collapse")) panel.hidden = true;
  const panel = panelOf(name);
  panel.querySelector(".panel-body").innerHTML = answer.ok
    ? await answer.text()
    : '<div class="alert alert-danger">Internal Server Error</div>';
  panel.querySelector(".panel-collapse").hidden = false;
  panel.querySelector("select[name=country_id]")?.dispatchEvent(new Event("change", { bubbles: true }));
}

function formOf(panel) {
  const form = new URLSearchParams({ account });
  for (const field of panel.querySelectorAll("input, select, textarea")) {
    const isChoice = field.type === "radio" || field.type === "checkbox";
    if (field.name !== "" && field.type !== "button" && (!isChoice || field.checked)) form.set(field.name, field.value);
  }
  return form;
}

function showErrors(panel, errors) {
  for (const [name, text] of Object.entries(errors)) {
    const field = panel.querySelector(`[name="${name}"]`);
    const error = document.createElement("div");
    error.className = field === null ? "alert alert-danger" : "text-danger";
    error.textContent = text;
    if (field === null) panel.querySelector(".panel-body").prepend(error);
    else field.after(error);
  }
}

async function save(name, next) {
  const panel = panelOf(name === "login" ? "checkout-option" : name);
  for (const old of panel.querySelectorAll(".text-danger, .alert")) old.remove();
  const answer = await fetch(`/checkout/save/${name}`, { method: "POST", body: formOf(panel) });
  const { error } = await answer.json();
  if (error === undefined) await open(next);
  else showErrors(panel, error);
}

async function confirmOrder(button) {
  button.value = "Loading...";
  button.disabled = true;
  const answer = await fetch("/checkout/confirm", { method: "POST" });
  const told = answer.status === 500 ? { error: "Internal Server Error" } : await answer.json();
  if (told.redirect !== undefined) {
    location.assign(told.redirect);
    return;
  }
  button.disabled = false;
  button.value = "Confirm Order";
  showErrors(panelOf("checkout-confirm"), { warning: told.error });
}

document.addEventListener("click", (event) => {
  const { id } = event.target;
  if (id === "button-account") {
    account = document.querySelector("input[name=account]:checked").value;
    void open("payment-address");
  }
  if (id === "button-login") void save("login", "payment-address");
  if (id === "button-payment-address") {
    const isSame = document.querySelector("input[name=shipping_address]").checked;
    void save("payment-address", isSame ? "shipping-method" : "shipping-address");
  }
  if (id === "button-shipping-address") void save("shipping-address", "shipping-method");
  if (id === "button-shipping-method") void save("shipping-method", "payment-method");
  if (id === "button-payment-method") void save("payment-method", "checkout-confirm");
  if (id === "button-confirm") void confirmOrder(event.target);
});
document.addEventListener("change", async (event) => {
  if (event.target.name !== "country_id") return;
  const zone = event.target.closest("fieldset").querySelector("select[name=zone_id]");
  zone.disabled = true;
  const answer = await fetch(`/checkout/country/${event.target.value}`);
  const { zones } = await answer.json();
  zone.replaceChildren(new Option(zones.length === 0 ? " --- None --- " : " --- Please Select --- ", ""));
  for (const { zone_id, name } of zones) zone.append(new Option(name, zone_id));
  zone.disabled = false;
});
void open(TITLES[0]);
