/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Comboboxes: the list is fetched as one types, drawn at the end of the page, and grows as one scrolls it.
const TYPING_MS = 200;
const portal = document.querySelector("#portal");
const hiddenOf = (box) => box.parentElement.querySelector("input[type=hidden]");
let timer;

function close(box) {
  portal.replaceChildren();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(box, item) {
  box.value = item.name;
  hiddenOf(box).value = item.code;
  close(box);
  if (box.dataset.places === "country") {
    const area = document.querySelector("[data-places=countryArea]");
    area.value = "";
    hiddenOf(area).value = "";
  }
}

async function fill(box, list, from) {
  const of = document.querySelector("input[name='shippingAddress.country']").value;
  const query = new URLSearchParams({ q: box.dataset.typed ?? "", from, of });
  const answer = await fetch(`/places/${box.dataset.places}?${query}`);
  const { items, more } = await answer.json();
  for (const item of items) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.id = `${list.id}${list.children.length}`;
    option.textContent = item.name;
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(box, item));
    list.append(option);
  }
  list.dataset.more = more;
}

async function open(box) {
  const list = document.createElement("div");
  list.setAttribute("role", "listbox");
  list.id = box.getAttribute("aria-controls");
  const at = box.getBoundingClientRect();
  list.style.top = `${at.bottom + window.scrollY}px`;
  list.style.left = `${at.left}px`;
  list.style.width = `${at.width}px`;
  await fill(box, list, 0);
  if (document.activeElement !== box) return;
  portal.replaceChildren(list);
  box.setAttribute("aria-expanded", "true");
  list.addEventListener("scroll", () => {
    if (list.dataset.more !== "true" || list.scrollTop + list.clientHeight < list.scrollHeight - 20) return;
    list.dataset.more = "asked";
    void fill(box, list, list.children.length);
  });
}

for (const box of document.querySelectorAll("[data-places]")) {
  box.addEventListener("click", () => {
    box.dataset.typed = "";
    void open(box);
  });
  box.addEventListener("input", () => {
    hiddenOf(box).value = "";
    box.dataset.typed = box.value;
    clearTimeout(timer);
    timer = setTimeout(() => void open(box), TYPING_MS);
  });
  // Text that was not chosen from the list counts for nothing.
  box.addEventListener("blur", () => {
    close(box);
    if (hiddenOf(box).value === "") box.value = "";
  });
}
