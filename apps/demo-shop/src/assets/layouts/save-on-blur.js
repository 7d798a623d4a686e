/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Saves each field as it is left and draws the whole form anew: every node is another one afterwards.
const app = document.querySelector("#app");
const saved = new Map();
let last = Promise.resolve();

function draw(html, isFormNew) {
  const active = document.activeElement;
  const focused = app.contains(active) ? active.name : undefined;
  const typed = [...app.querySelectorAll("input:not([type=radio]):not([type=hidden]), select")].map((field) => [
    field.name,
    field.value,
  ]);
  app.innerHTML = html;
  // What is typed and not yet saved lives on, as it would in a framework's state; not over a change of the country.
  for (const [name, value] of typed) {
    const field = app.querySelector(`[name="${name}"]`);
    if (field !== null && !isFormNew && (saved.get(name) !== value || name === focused)) field.value = value;
  }
  if (focused) app.querySelector(`[name="${focused}"]`)?.focus();
}

async function save(name, value) {
  saved.set(name, value);
  const answer = await fetch("/checkout/field", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, value }),
  });
  if (name === "country") saved.clear();
  draw(await answer.text(), name === "country");
}

async function buy(button) {
  button.disabled = true;
  button.textContent = "One moment…";
  const card = app.querySelector("[name=payment_token]");
  const answer = await fetch("/checkout/place", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ payment_token: card?.value ?? "" }),
  });
  if (answer.ok) {
    const { number } = await answer.json();
    location.assign(`/order-confirmation/${number}`);
  } else if (answer.status < 500) {
    app.innerHTML = await answer.text();
  } else {
    app.innerHTML = "<h1>Oops! Something broke on our side.</h1>";
  }
}

const keep = (field) => {
  if (field.name && saved.get(field.name) !== field.value) last = last.then(() => save(field.name, field.value));
};
app.addEventListener("focusout", ({ target }) => {
  if (target.matches("input:not([type=radio])") && (target.value !== "" || saved.has(target.name))) keep(target);
});
app.addEventListener("change", ({ target }) => {
  if (target.matches("select, input[type=radio]")) keep(target);
});
app.addEventListener("click", ({ target }) => {
  if (target.matches("[data-buy]")) void last.then(() => buy(app.querySelector("[data-buy]")));
});
