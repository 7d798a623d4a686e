import type { OrderHour, RegisteredRetailer, RetailerAccount, RetailerState } from "@cartwright/db";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { duration } from "../duration.ts";
import { Facts, factsOf } from "../facts.tsx";
import { hourBars, HoursChart } from "../overview/hours-chart.tsx";
import { HOURS_SHOWN } from "../overview/read-overview.ts";
import { retailerFigures } from "../overview/retailer-figures.ts";
import type { Visitor } from "../session.ts";
import { RetailerButtons } from "./retailer-buttons.tsx";
import { LimitsForm, SettingsForm } from "./retailer-settings-forms.tsx";
import { limitWords, ordersWords, stateWords } from "./retailer-words.ts";
import { successWords } from "./retailers-page.tsx";

export interface RetailerModel {
  shop: RetailerState;
  /** Undefined: the code's own catalogue describes it. */
  registered: RegisteredRetailer | undefined;
  /** Managed accounts at it that orders may be placed with. */
  accounts: readonly RetailerAccount[];
  /** Its own. */
  hours: readonly OrderHour[];
  now: Date;
}

/** One retailer: how it does, how it is bought from, and for whom it is for what can be changed. */
export function retailerPage({ shop, registered, accounts, hours, now }: RetailerModel, visitor: Visitor): VNode {
  return (
    <>
      <h1>{shop.name ?? shop.id}</h1>
      <p class="lead">
        <strong class={shop.breaker === "closed" && shop.disabledAt === null ? undefined : "fault"}>
          {stateWords(shop, now)}
        </strong>
        , {ordersWords(shop.openOrders)}
      </p>
      <RetailerButtons shop={shop} visitor={visitor} />
      <Known shop={shop} registered={registered} hours={hours} />
      <h2>Its orders by hour</h2>
      <HoursChart bars={hourBars(hours, HOURS_SHOWN, now)} />
      {registered === undefined ? null : <Settings registered={registered} accounts={accounts} />}
      {mayDo(visitor.role, "admin") ? (
        <div class="columns">
          <LimitsForm shop={shop} visitor={visitor} />
          {registered === undefined ? null : (
            <SettingsForm registered={registered} accounts={accounts} visitor={visitor} />
          )}
        </div>
      ) : null}
    </>
  );
}

function Known({ shop, registered, hours }: Pick<RetailerModel, "shop" | "registered" | "hours">): VNode {
  const [figures] = retailerFigures(hours);
  const facts: [string, string][] = [
    ["Id", shop.id],
    ["Driver", shop.driver === "recording" && registered?.recording === null ? "recording (none yet)" : driverOf(shop)],
    ["Platform", shop.platform ?? "not seen yet"],
    ["Origins", registered?.origins.join(", ") ?? "of the code's own catalogue"],
    ["Limits", limitWords(shop)],
    ["Success, 48 h", successWords(figures)],
    [
      "To place, mean",
      figures?.meanSeconds === undefined || figures.meanSeconds === null ? "–" : duration(figures.meanSeconds),
    ],
    ["Most frequent failure", figures?.topFailure ?? "–"],
  ];
  return <Facts>{factsOf(facts)}</Facts>;
}

const driverOf = ({ driver }: RetailerState): string => driver ?? "of the code's own catalogue";

function Settings({
  registered,
  accounts,
}: Pick<RetailerModel, "accounts"> & { registered: RegisteredRetailer }): VNode {
  const { payment, checkout_email, user_agent, account_id, payment_origins, api } = registered.settings;
  const account = accounts.find(({ id }) => id === account_id);
  const facts: [string, string][] = [
    ["Pays", payment],
    ["Mails go to", checkout_email ?? "CHECKOUT_EMAIL"],
    ["Orders as", account_id === undefined ? "a guest" : (account?.label ?? `the account ${account_id}`)],
    ["User-Agent", user_agent ?? "the browser's own"],
    ["Payment origins", payment_origins.length === 0 ? "the well-known ones" : payment_origins.join(", ")],
    ...Object.entries(api).map(([name, value]): [string, string] => [`api.${name}`, value]),
  ];
  return (
    <>
      <h2>Settings</h2>
      <Facts>{factsOf(facts)}</Facts>
    </>
  );
}
