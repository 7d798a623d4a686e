/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call -- plain browser script: no types */
// A product's gallery: a small picture is shown large. Without this script it opens by itself.
const main = document.querySelector("#gallery-main");
for (const link of document.querySelectorAll(".gallery a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    main.src = link.href;
  });
}
