/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// A method that is chosen is posted at once: the page comes back with the new sum.
for (const form of document.querySelectorAll(".auto-submit")) {
  form.addEventListener("change", (event) => {
    const isCard = event.target.value === "card";
    if (!isCard) form.submit();
  });
  window.addEventListener("message", (event) => {
    if (event.data?.type === "card-token") setTimeout(() => form.submit(), 50);
  });
}
