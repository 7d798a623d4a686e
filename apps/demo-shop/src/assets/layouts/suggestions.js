/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Address suggestions lie over the next field until one is chosen, Escape is pressed or the field is left.
const TYPING_MS = 250;
const form = document.querySelector("#dlv");
const field = form.querySelector("#dlv-addr");
const verify = document.querySelector("#verify");
const valueOf = (name) => form.querySelector(`[name=${name}]`);
let timer;
let isVerified = false;

const close = () => document.querySelector(".c-suggest__list")?.remove();

function choose(text) {
  const [street, town, rest] = text.split(", ");
  const [state, zip] = rest.split(" ");
  field.value = street;
  valueOf("town").value = town;
  valueOf("region").value = state;
  valueOf("zipcode").value = zip;
  close();
}

async function suggest() {
  const answer = await fetch(`/address-lookup?${new URLSearchParams({ q: field.value })}`);
  const found = await answer.json();
  close();
  if (document.activeElement !== field) return;
  const list = document.createElement("ul");
  list.className = "c-suggest__list";
  list.setAttribute("role", "listbox");
  for (const text of found) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.textContent = text;
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(text);
    });
    list.append(item);
  }
  document.querySelector(".c-suggest").append(list);
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  if (field.value.length > 3) timer = setTimeout(() => void suggest(), TYPING_MS);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
field.addEventListener("blur", () => {
  clearTimeout(timer);
  close();
});

const suggested = () => `${field.value.replace(/\bSt\.?$/, "Street")}, ${valueOf("town").value.toUpperCase()}`;
form.addEventListener("submit", (event) => {
  const isFilled = ["addr", "town", "region", "zipcode"].every((name) => valueOf(name).value !== "");
  if (isVerified || !isFilled) return;
  event.preventDefault();
  verify.querySelector(".c-modal__suggested").textContent =
    `${suggested()}, ${valueOf("region").value} ${valueOf("zipcode").value}`;
  verify.hidden = false;
});
verify.addEventListener("click", (event) => {
  const { use } = event.target.dataset;
  if (use === undefined) return;
  if (use === "suggested") [field.value, valueOf("town").value] = suggested().split(", ");
  isVerified = true;
  verify.hidden = true;
  form.submit();
});
