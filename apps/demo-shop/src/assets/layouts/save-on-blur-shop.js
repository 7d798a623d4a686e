/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Product and basket talk JSON to the shop.
const problem = document.querySelector(".problem_d00d");
const send = (method, url, body) =>
  fetch(url, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function tell(answer) {
  const told = await answer.json();
  problem.hidden = answer.ok;
  problem.textContent = told.problem ?? "";
  return answer.ok;
}

document.querySelector("[data-test=add]")?.addEventListener("click", async () => {
  const body = {
    sku: document.querySelector("[data-sku]").dataset.sku,
    amount: document.querySelector("[data-amount]").value,
  };
  for (const select of document.querySelectorAll("[data-option]"))
    body[`option ${select.dataset.option}`] = select.value;
  if (await tell(await send("POST", "/api/basket", body))) location.assign("/basket");
});
for (const row of document.querySelectorAll("[data-line]")) {
  const change = async (amount) => {
    if (await tell(await send("PUT", `/api/basket/${row.dataset.line}`, { amount }))) location.reload();
  };
  row.querySelector("[data-change]").addEventListener("change", (event) => void change(event.target.value));
  row.querySelector("[data-delete]").addEventListener("click", () => void change("0"));
}
