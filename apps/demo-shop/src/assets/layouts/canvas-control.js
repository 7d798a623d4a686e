/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// A week of slots as a drawing: six columns and four rows of 100 × 80. A press on a green one goes on.
const WIDTH = 100;
const HEIGHT = 80;
const canvas = document.querySelector("#slots");
const free = new Set(canvas.dataset.free.split(" "));
canvas.removeAttribute("data-free");
const pen = canvas.getContext("2d");
for (let column = 0; column < canvas.width / WIDTH; column += 1) {
  for (let row = 0; row < canvas.height / HEIGHT; row += 1) {
    pen.fillStyle = free.has(`${column}-${row}`) ? "#5aa469" : "#d5d8dc";
    pen.fillRect(column * WIDTH + 3, row * HEIGHT + 3, WIDTH - 6, HEIGHT - 6);
  }
}
canvas.addEventListener("click", (event) => {
  const slot = `${Math.floor(event.offsetX / WIDTH)}-${Math.floor(event.offsetY / HEIGHT)}`;
  if (!free.has(slot)) return;
  const form = canvas.closest("form");
  form.querySelector("[name=slot]").value = slot;
  form.submit();
});
