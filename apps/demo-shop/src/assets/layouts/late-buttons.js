/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Validation by events: a field counts when it was really typed into and left. A spinner lies over the page meanwhile.
const SPINNER_MS = 700;
const LATE_MS = 800;
const overlay = document.querySelector(".loading-overlay");
const touched = new WeakSet();
const typed = new WeakSet();

const isGood = (field) => {
  if (field.type === "radio") return field.form.querySelector(`input[name="${field.name}"]:checked`) !== null;
  return field.value !== "" && touched.has(field);
};

function validate(form) {
  const button = form.querySelector("button[type=submit]");
  if (button !== null) button.disabled = ![...form.querySelectorAll("[data-needed]")].every((field) => isGood(field));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function send(form) {
  overlay.hidden = false;
  const body = new URLSearchParams(new FormData(form));
  const [answer] = await Promise.all([fetch(form.dataset.action, { method: "POST", body }), pause(SPINNER_MS)]);
  const told = answer.status === 500 ? { message: "500 Internal Server Error" } : await answer.json();
  if (answer.ok) {
    location.assign(told.next ?? form.dataset.next);
    return;
  }
  overlay.hidden = true;
  const error = form.querySelector(".mat-error");
  error.textContent = told.message;
  error.hidden = false;
}

document.addEventListener("keydown", (event) => {
  if (event.isTrusted) typed.add(event.target);
});
document.addEventListener("focusout", ({ target }) => {
  if (target.form && typed.has(target)) touched.add(target);
  if (target.form) validate(target.form);
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("select")) touched.add(target);
  if (target.form) validate(target.form);
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.action === undefined) return;
  event.preventDefault();
  void send(event.target);
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-route]");
  if (link === null) return;
  event.preventDefault();
  overlay.hidden = false;
  await pause(SPINNER_MS);
  location.assign(link.dataset.route);
});

const late = document.querySelector("[data-late]");
if (late !== null) {
  setTimeout(() => {
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "mat-button";
    const price = document.querySelector("#price")?.textContent ?? "";
    button.textContent = price === "" ? "Pay now" : `Pay now · ${price}`;
    late.replaceWith(button);
  }, LATE_MS);
}
