/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// The cart drawer, the consent bar and the newsletter pop-up.
// It asks as somebody comes, and once more over the open drawer.
const POPUP_MS = 300;
const drawer = document.querySelector("#CartDrawer");
const newsletter = document.querySelector("#newsletter");
const inner = drawer.querySelector(".drawer__inner");

function openDrawer() {
  drawer.inert = false;
  drawer.classList.add("active");
  if (sessionStorage.getItem("newsletter") !== "seen twice") askLater("seen twice");
}

function askLater(answered) {
  setTimeout(() => {
    newsletter.hidden = false;
    newsletter.dataset.answered = answered;
  }, POPUP_MS);
}

function closeDrawer() {
  drawer.classList.remove("active");
  drawer.inert = true;
}

function showContents(html) {
  inner.innerHTML = `<button type="button" class="drawer__close" data-close-drawer aria-label="Close">✕</button>${html}`;
  const page = document.querySelector("[data-cart-contents]");
  if (page !== null) page.innerHTML = html;
  const counts = [...inner.querySelectorAll(".quantity__value")].map((value) => Number(value.textContent));
  document.querySelector(".cart-count-bubble").textContent = counts.reduce((sum, count) => sum + count, 0);
}

async function add(form) {
  const button = form.querySelector("button");
  button.classList.add("loading");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  showContents(await answer.text());
  button.classList.remove("loading");
  openDrawer();
}

async function change(button) {
  const { key } = button.closest("[data-key]").dataset;
  const form = new URLSearchParams({ key, step: button.dataset.step });
  const answer = await fetch("/cart/change", { method: "POST", body: form });
  showContents(await answer.text());
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.type !== "add-to-cart-form") return;
  event.preventDefault();
  void add(event.target);
});
document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, [data-close-drawer]");
  if (target === null) return;
  if (target.dataset.step !== undefined) void change(target);
  if (target.dataset.closeDrawer !== undefined) closeDrawer();
  if (target.dataset.consent !== undefined) {
    document.querySelector("#consent").hidden = true;
    localStorage.setItem("consent", target.dataset.consent);
  }
  if (target.matches(".popup__close, .popup__no")) {
    newsletter.hidden = true;
    sessionStorage.setItem("newsletter", newsletter.dataset.answered);
  }
});
document.querySelector("#consent").hidden = localStorage.getItem("consent") !== null;
if (sessionStorage.getItem("newsletter") === null) askLater("seen");
