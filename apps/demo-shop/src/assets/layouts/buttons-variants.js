/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Pressed buttons as choices, and adding that is told by a toast and a counter.
const TOAST_MS = 2_500;

function showToast(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  document.querySelector("#toasts").append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

async function add(place) {
  const body = { slug: place.dataset.product, count: place.querySelector("[data-count]")?.value ?? "1" };
  for (const swatches of place.querySelectorAll("[data-swatches]")) {
    body[swatches.dataset.swatches] = swatches.querySelector("[aria-pressed=true]")?.dataset.value ?? "";
  }
  for (const radios of place.querySelectorAll("[data-radios]")) {
    body[radios.dataset.radios] = radios.querySelector("input:checked")?.value ?? "";
  }
  const answer = await fetch("/api/cart-lines", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (told.toast !== undefined) showToast(told.toast);
  document.querySelector("#bag-count").textContent = told.count;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const place = event.target.closest("[data-product]");
  if (button === null || place === null) return;
  const swatches = button.closest("[data-swatches]");
  if (swatches !== null) {
    for (const other of swatches.querySelectorAll("button"))
      other.setAttribute("aria-pressed", String(other === button));
  }
  const count = place.querySelector("[data-count]");
  if (button.dataset.more !== undefined) count.value = Number(count.value) + 1;
  if (button.dataset.less !== undefined) count.value = Math.max(1, Number(count.value) - 1);
  if (button.dataset.add !== undefined) void add(place);
});
