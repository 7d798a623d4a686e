/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call -- plain browser script: no types */
// The payment provider's frame: hands the token of a card it has kept to the shop's page around it.
const saved = document.querySelector("#card-saved");
if (saved !== null) {
  const { token, last4, shopOrigin } = saved.dataset;
  window.parent.postMessage({ type: "card-token", token, last4 }, shopOrigin);
}
