/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return -- plain browser script: no types */
// A shipping method that is chosen brings the page again, with its price in the total.
const methods = document.querySelector("[data-auto]");
methods.addEventListener("change", () => methods.submit());
