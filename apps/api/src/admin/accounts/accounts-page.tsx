import type { AccountDay, AdminAccount } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { Field } from "../form-parts.tsx";
import { Csrf } from "../shell.tsx";
import type { Visitor } from "../session.ts";
import { Table } from "../table.tsx";

type Listed = AdminAccount & { activeKeys: number };

const HEAD = ["Account", "Active keys", "Live today", "Test today", "Limit a day", "Platform fee", "Tolerance", "Store credit"]; // prettier-ignore

/** Every account, with what it has ordered today (UTC) against what it may. */
export function accountsPage(accounts: readonly Listed[], money: readonly AccountDay[], visitor: Visitor): VNode {
  return (
    <>
      <h1>Accounts and keys</h1>
      {accounts.length === 0 ? (
        <p>There are no accounts yet.</p>
      ) : (
        <Table label="Accounts" head={HEAD}>
          {accounts.map((account) => (
            <AccountLine
              key={account.id}
              account={account}
              days={money.filter(({ accountId }) => accountId === account.id)}
            />
          ))}
        </Table>
      )}
      {mayDo(visitor.role, "admin") ? (
        <form class="card short" method="post" action="/admin/accounts">
          <h2>A new account</h2>
          <Csrf visitor={visitor} />
          <Field name="name" label="Its name" required />
          <button type="submit">Make the account</button>
        </form>
      ) : null}
    </>
  );
}

function AccountLine({ account, days }: { account: Listed; days: readonly AccountDay[] }): VNode {
  return (
    <tr>
      <td>
        <a href={`/admin/accounts/${account.id}`}>{account.name}</a>
      </td>
      <td class="money">{account.activeKeys}</td>
      <td class="money">{dayWords(days.find(({ mode }) => mode === "live"))}</td>
      <td class="money">{dayWords(days.find(({ mode }) => mode === "test"))}</td>
      <td class="money">{limitWords(account)}</td>
      <td class="money">{formatUsd(account.platformFeeCents)}</td>
      <td class="money">{formatUsd(account.priceToleranceCents)}</td>
      <td class="money">{formatUsd(account.storeCreditCents)}</td>
    </tr>
  );
}

/** What is placed, and what may still be. */
export function dayWords(day: AccountDay | undefined): string {
  if (day === undefined) return "–";
  const reserved = day.reservedCents === 0 ? "" : `, ${formatUsd(day.reservedCents)} reserved`;
  return `${formatUsd(day.placedCents)} in ${day.orders} ${day.orders === 1 ? "order" : "orders"}${reserved}`;
}

export function limitWords({
  spendLimitCents,
  orderLimit,
}: Pick<AdminAccount, "spendLimitCents" | "orderLimit">): string {
  const words = [
    ...(spendLimitCents === null ? [] : [formatUsd(spendLimitCents)]),
    ...(orderLimit === null ? [] : [`${orderLimit} ${orderLimit === 1 ? "order" : "orders"}`]),
  ];
  return words.length === 0 ? "none" : words.join(", ");
}
