/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call -- plain browser script: no types */
// The shop's payment page: takes the token that the provider's frame sends, and nothing from anywhere else.
const frame = document.querySelector("#card-frame");
window.addEventListener("message", (event) => {
  if (event.origin !== frame.dataset.origin || event.data?.type !== "card-token") return;
  document.querySelector("#payment_token").value = event.data.token;
  document.querySelector("#payment-card").checked = true;
  document.querySelector("#card-status").textContent = `Card ending in ${event.data.last4} is saved for this order.`;
});
