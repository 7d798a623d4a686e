import type { AccountDay, AdminAccount, StoredApiKey } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { Fact, Facts, factsOf } from "../facts.tsx";
import type { Visitor } from "../session.ts";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";
import { dayWords, limitWords } from "./accounts-page.tsx";
import { KeyForm, LimitForm, RevokeForm, SettingsForm } from "./settings-forms.tsx";

export interface AccountModel {
  account: AdminAccount;
  /** In the order in which they were made. */
  keys: readonly StoredApiKey[];
  /** Of today: a line for live keys and one for test keys, where there were orders. */
  money: readonly AccountDay[];
}

/** One account: its money, its keys, and for whom it is for what can be changed. */
export function accountPage({ account, keys, money }: AccountModel, visitor: Visitor): VNode {
  const active = keys.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
  const isAdmin = mayDo(visitor.role, "admin");
  return (
    <>
      <h1>{account.name}</h1>
      <Known account={account} money={money} />
      <h2>Keys</h2>
      {active.length === 0 ? <p>No key opens anything for this account.</p> : <Keys keys={active} />}
      {isAdmin ? active.map((key) => <KeyActions key={key.id} of={key} visitor={visitor} />) : null}
      {revoked.length === 0 ? null : (
        <details>
          <summary>Revoked keys ({revoked.length})</summary>
          <Keys keys={revoked} />
        </details>
      )}
      {isAdmin ? (
        <div class="columns">
          <KeyForm account={account} visitor={visitor} />
          <LimitForm
            to={`/admin/accounts/${account.id}/limits`}
            title="Limits of the account"
            of={account}
            visitor={visitor}
          />
          <SettingsForm account={account} visitor={visitor} />
        </div>
      ) : null}
    </>
  );
}

function Known({ account, money }: Omit<AccountModel, "keys">): VNode {
  const dayOf = (mode: string) => dayWords(money.find((day) => day.mode === mode));
  const facts: [string, string][] = [
    ["Live today (UTC)", dayOf("live")],
    ["Test today (UTC)", dayOf("test")],
    ["Limit a day", limitWords(account)],
    ["Platform fee", formatUsd(account.platformFeeCents)],
    ["Tolerance above a quote", formatUsd(account.priceToleranceCents)],
    ["Store credit", formatUsd(account.storeCreditCents)],
    ["Default recipient", account.defaultRecipient === null ? "none" : "on file"],
    ["Payment method", paymentWords(account)],
  ];
  return (
    <Facts>
      {factsOf(facts)}
      <Fact term="Id">
        <code>{account.id}</code>
      </Fact>
    </Facts>
  );
}

function paymentWords({ paymentMethod }: AdminAccount): string {
  if (paymentMethod === null) return "none";
  const { type, brand, last4 } = paymentMethod;
  return [type.replace("_", " "), brand, last4 === null ? null : `···· ${last4}`]
    .filter((word) => word !== null)
    .join(" ");
}

function Keys({ keys }: { keys: readonly StoredApiKey[] }): VNode {
  const isRevoked = keys.some(({ revokedAt }) => revokedAt !== null);
  const label = isRevoked ? "Revoked keys" : "Active keys";
  return (
    <Table label={label} head={["Key", "Mode", "Made", isRevoked ? "Revoked" : "Limit a day", "Scopes"]}>
      {keys.map((key) => (
        <tr key={key.id}>
          <td>
            <code title={key.id}>{key.hint}…</code>
          </td>
          <td>{key.mode}</td>
          <td>
            <Time at={key.createdAt} />
          </td>
          <td>{key.revokedAt === null ? limitWords(key) : <Time at={key.revokedAt} />}</td>
          <td>{key.scopes.join(", ")}</td>
        </tr>
      ))}
    </Table>
  );
}

function KeyActions({ of: key, visitor }: { of: StoredApiKey; visitor: Visitor }): VNode {
  return (
    <details class="fold">
      <summary>
        Limit or revoke <code>{key.hint}…</code> ({key.mode})
      </summary>
      <div class="columns">
        <LimitForm to={`/admin/keys/${key.id}/limits`} title="Limits of this key" of={key} visitor={visitor} />
        <RevokeForm of={key} visitor={visitor} />
      </div>
    </details>
  );
}
