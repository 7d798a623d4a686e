import type { RegisteredRetailer, RetailerAccount, RetailerState } from "@cartwright/db";
import { RETAILER_PAYMENTS } from "@cartwright/schemas";
import type { VNode } from "preact";
import { Choice, Field } from "../form-parts.tsx";
import type { Visitor } from "../session.ts";
import { Csrf } from "../shell.tsx";
import { pageOf } from "./retailer-words.ts";

const typed = (value: number | null): string => (value === null ? "" : String(value));

export function LimitsForm({ shop, visitor }: { shop: RetailerState; visitor: Visitor }): VNode {
  return (
    <form class="card" method="post" action={`${pageOf(shop.id)}/limits`}>
      <h2>Limits</h2>
      <Csrf visitor={visitor} />
      <Field
        of="limits"
        name="max_concurrent"
        label="Orders at once, over all workers"
        value={typed(shop.maxConcurrent)}
        inputmode="numeric"
        hint="Blank: as many as there are workers for."
      />
      <Field
        of="limits"
        name="min_interval_ms"
        label="Milliseconds from one order to the next"
        value={typed(shop.minIntervalMs)}
        inputmode="numeric"
        hint="Blank: none."
      />
      <button type="submit">Set the limits</button>
    </form>
  );
}

interface SettingsProps {
  registered: RegisteredRetailer;
  accounts: readonly RetailerAccount[];
  visitor: Visitor;
}

export function SettingsForm({ registered, accounts, visitor }: SettingsProps): VNode {
  const { id, name, settings } = registered;
  return (
    <form class="card" method="post" action={`${pageOf(id)}/settings`}>
      <h2>How it is bought from</h2>
      <Csrf visitor={visitor} />
      <Field of="shop" name="name" label="Name, for people" value={name ?? ""} hint="Blank: the id." />
      <Choice of="shop" name="payment" label="Pays" options={RETAILER_PAYMENTS} value={settings.payment} />
      <Choice
        of="shop"
        name="account_id"
        label="Orders as"
        options={[["", "a guest"], ...accountOptions(settings.account_id, accounts)]}
        value={settings.account_id ?? ""}
      />
      <Field
        of="shop"
        name="checkout_email"
        label="Address for its mails"
        value={settings.checkout_email ?? ""}
        hint="{marker} becomes the order's reference. Blank: CHECKOUT_EMAIL."
      />
      <Field
        of="shop"
        name="user_agent"
        label="User-Agent"
        value={settings.user_agent ?? ""}
        hint="Blank: the browser's."
      />
      <Field
        of="shop"
        name="payment_origins"
        label="Origins of payment providers"
        value={settings.payment_origins.join(", ")}
        hint="With commas between; beside the well-known ones."
      />
      <label for="shop-api">What a store API asks for</label>
      <textarea id="shop-api" name="api" rows={2} spellcheck={false} aria-describedby="shop-api-hint">
        {Object.entries(settings.api)
          .map(([key, value]) => `${key}=${value}`)
          .join("\n")}
      </textarea>
      <p class="hint" id="shop-api-hint">
        A line each: name=value.
      </p>
      <button type="submit">Save</button>
    </form>
  );
}

/** The one that is set stays to be chosen, although it may be disabled meanwhile. */
function accountOptions(set: string | undefined, accounts: readonly RetailerAccount[]): (readonly [string, string])[] {
  const options = accounts.map(
    ({ id, label, accountName, mode }) => [id, `${label}, of ${accountName} (${mode})`] as const,
  );
  return set === undefined || options.some(([id]) => id === set) ? options : [...options, [set, `${set} (disabled)`]];
}
