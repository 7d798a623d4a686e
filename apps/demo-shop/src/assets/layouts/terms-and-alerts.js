/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return, no-alert -- plain browser script: no types; the native dialogs are what this layout is for */
// Buttons that are none, and native dialogs: an alert for what is wrong, a question before what counts.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[role=button]");
  if (button === null) return;
  event.preventDefault();
  if (button.dataset.href !== undefined) location.assign(button.dataset.href);
  if (button.dataset.submit === undefined) return;
  if (button.dataset.ask !== undefined && !window.confirm(button.dataset.ask)) return;
  button.closest("form").submit();
});
const alerted = document.querySelector("[data-alert]");
if (alerted !== null) window.alert(alerted.dataset.alert);
