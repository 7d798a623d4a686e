import type { AdminAccount, StoredApiKey } from "@cartwright/db";
import { KEY_MODES } from "@cartwright/schemas";
import type { VNode } from "preact";
import { KEY_SCOPES } from "../../accounts/api-key.ts";
import { Choice, Field, typedDollars } from "../form-parts.tsx";
import { Csrf } from "../shell.tsx";
import type { Visitor } from "../session.ts";
import { PAYMENT_TYPES } from "./account-forms.ts";

interface OfAccount {
  account: AdminAccount;
  visitor: Visitor;
}

export function KeyForm({ account, visitor }: OfAccount): VNode {
  return (
    <form class="card" method="post" action={`/admin/accounts/${account.id}/keys`}>
      <h2>A new key</h2>
      <Csrf visitor={visitor} />
      <Choice name="mode" label="Mode" options={KEY_MODES.toReversed()} value="test" />
      <fieldset>
        <legend>What it opens</legend>
        {KEY_SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} checked /> {scope}
          </label>
        ))}
      </fieldset>
      <button type="submit">Make the key</button>
      <p class="hint">It is shown once, on the next page.</p>
    </form>
  );
}

interface LimitProps {
  to: string;
  title: string;
  of: { id: string; spendLimitCents: number | null; orderLimit: number | null };
  visitor: Visitor;
}

export function LimitForm({ to, title, of, visitor }: LimitProps): VNode {
  return (
    <form class="card" method="post" action={to}>
      <h2>{title}</h2>
      <Csrf visitor={visitor} />
      <Field
        of={of.id}
        name="spend_limit"
        label="Dollars a day"
        hint="Blank: no limit. A day is one of UTC; live and test keys count apart."
        inputmode="decimal"
        value={typedDollars(of.spendLimitCents)}
      />
      <Field
        of={of.id}
        name="order_limit"
        label="Orders a day"
        hint="Blank: no limit."
        inputmode="numeric"
        value={of.orderLimit === null ? "" : String(of.orderLimit)}
      />
      <button type="submit">Set the limits</button>
    </form>
  );
}

export function RevokeForm({ of: key, visitor }: { of: StoredApiKey; visitor: Visitor }): VNode {
  return (
    <form class="card" method="post" action={`/admin/keys/${key.id}/revoke`}>
      <h2>Revoke this key</h2>
      <Csrf visitor={visitor} />
      <p>It opens nothing any more, for good. Orders that were made with it go on.</p>
      <button class="danger" type="submit">
        Revoke {key.hint}…
      </button>
    </form>
  );
}

const PAYMENT_WORDS = { none: "none", card: "card", bank_account: "bank account", invoice: "invoice" } as const;

export function SettingsForm({ account, visitor }: OfAccount): VNode {
  const { defaultRecipient: recipient, paymentMethod: payment } = account;
  return (
    <form class="card" method="post" action={`/admin/accounts/${account.id}/settings`}>
      <h2>Settings</h2>
      <Csrf visitor={visitor} />
      <Dollars name="platform_fee" label="Platform fee an order, in dollars" cents={account.platformFeeCents} />
      <Dollars name="tolerance" label="Tolerance above a quote, in dollars" cents={account.priceToleranceCents} />
      <Dollars name="store_credit" label="Store credit, in dollars" cents={account.storeCreditCents} />
      <Field
        name="recipient_name"
        label="Default recipient's first and last name"
        hint="Stands in where an order of the other two faces names nobody. Blank: none."
        value={recipient?.name ?? ""}
      />
      <Field
        name="recipient_phone"
        label="Default recipient's US phone number"
        inputmode="tel"
        value={recipient?.phone ?? ""}
      />
      <Choice
        name="payment_type"
        label="Payment method on file"
        options={PAYMENT_TYPES.map((type) => [type, PAYMENT_WORDS[type]] as const)}
        value={payment?.type ?? "none"}
      />
      <Field name="payment_brand" label="Its brand or bank" value={payment?.brand ?? ""} />
      <Field
        name="payment_last4"
        label="Its last four digits"
        hint="Never a whole number: nothing is charged by it."
        inputmode="numeric"
        value={payment?.last4 ?? ""}
      />
      <button type="submit">Save the settings</button>
    </form>
  );
}

function Dollars({ name, label, cents }: { name: string; label: string; cents: number }): VNode {
  return <Field name={name} label={label} inputmode="decimal" value={typedDollars(cents)} required />;
}
