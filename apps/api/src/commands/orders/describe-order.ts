import type { EvidenceEntry, SubmitRow } from "@cartwright/db";
import { formatUsd, orderNumber } from "@cartwright/orders";
import type { AttemptSteps } from "@cartwright/schemas";
import { orderFigures } from "../../admin/orders/order-figures.ts";
import { whoWords } from "../../admin/orders/order-history.tsx";
import { statusWords } from "../../admin/orders/orders-page.tsx";
import { triesWords } from "../../admin/webhooks/webhook-words.ts";
import { toSecond } from "./describe-line.ts";
import type { ShownOrder } from "./shown-order.ts";

/** Longer than any sentence that says something. */
const MAX_WORDS = 300;

/** Everything about one order, for a person at a terminal. */
export function describeOrder(shown: ShownOrder): string[] {
  const { order } = shown;
  const ids = order.confirmation?.merchant_order_ids ?? [];
  return [
    `${orderNumber(order.serial, order.createdAt)}  ${statusWords({ ...order, merchantOrderIds: ids })}`,
    ...facts(shown),
    ...part("Prices", prices(shown)),
    ...part("Items", items(shown)),
    ...part("Timeline", timeline(shown)),
    ...part("Purchases", shown.submits.map(purchase)),
    ...part("Attempts and evidence", evidence(shown)),
    ...part("Webhooks", webhooks(shown)),
    ...part(
      "Done by people",
      shown.deeds.map(
        ({ at, userName, action, outcome }) =>
          `${toSecond(at)}  ${userName}  ${action}  ${outcome ?? "not known how it ended"}`,
      ),
    ),
  ];
}

const part = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

function facts({ order, accountName }: ShownOrder): string[] {
  const all: [string, string | null][] = [
    ["id", order.id],
    ["account", `${oneLine(accountName)} (${order.mode})`],
    ["retailer", order.retailer],
    ["accepted", toSecond(order.createdAt)],
    ["finished", order.finishedAt === null ? null : toSecond(order.finishedAt)],
    ["phase", `${order.phase}, ${order.attempts} ${order.attempts === 1 ? "attempt" : "attempts"}`],
    ["charged", order.charged ?? "not known yet"],
    ["marker", order.marker],
    ["PO number", order.poNumber],
    ["retry of", order.retryOf],
    ["waits since", order.needsReviewAt === null ? null : toSecond(order.needsReviewAt)],
    ["failure", order.failure === null ? null : oneLine(order.failure.message)],
  ];
  return all.flatMap(([term, words]) => (words === null ? [] : [`  ${term.padEnd(12)}${words}`]));
}

/** As they were seen, against what the buyer allows. */
function prices({ order, submits }: ShownOrder): string[] {
  const { placedTotalCents: placed, maxPriceCents: max } = order;
  const { seen, committedCents } = orderFigures(order, submits);
  const all: [string, number | null | undefined][] = [
    ["max price", max],
    ["committed to", committedCents],
    ["placed at", placed],
    ["seen in all", placed === null ? seen?.total : undefined],
    ["items", seen?.subtotal],
    ["shipping", seen?.shipping],
    ["tax", seen?.tax],
    ["discount", seen?.discount],
    ["fees", seen?.fees],
  ];
  const lines = all.flatMap(([term, cents]) =>
    cents === null || cents === undefined ? [] : [`${term.padEnd(14)}${formatUsd(cents)}`],
  );
  return placed !== null && placed > max ? [...lines, "It cost more than its max price."] : lines;
}

function items({ order }: ShownOrder): string[] {
  const titles = order.priceComponents?.cart_items ?? [];
  return [
    ...order.items.map(({ quantity, position, url, status, variant }) => {
      const chosen = (variant ?? []).map(({ label, value }) => `, ${label}: ${value}`).join("");
      return oneLine(`${quantity} × ${titles[position]?.title ?? url}  ${status}${chosen}`);
    }),
    ...order.parcels.map((parcel) => oneLine(`Parcel ${parcel.carrier} ${parcel.trackingNumber}  ${parcel.status}`)),
  ];
}

function timeline({ events }: ShownOrder): string[] {
  return events.map(({ occurredAt, type, source, label }) =>
    oneLine(`${toSecond(occurredAt)}  ${type}  ${whoWords(source)}  ${label}`),
  );
}

function purchase(submit: SubmitRow): string {
  const seen = submit.evidence === null ? "" : `; then it was seen: ${submit.evidence.title} (${submit.evidence.url})`;
  const what = `${formatUsd(submit.expectedTotalCents)} committed ${toSecond(submit.intentAt)}`;
  return oneLine(`${what}: ${submit.outcome ?? "not settled"}${seen}`);
}

/** The steps of an attempt where they open, and the names of the pictures and pages, which the admin area shows. */
function evidence({ evidence: all, steps, order }: ShownOrder): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap((entry) => attempt(entry, steps.get(entry.id)));
  return [...lines, `Pictures and pages: /admin/orders/${order.id}/evidence`];
}

function attempt({ fence, kind, label, createdAt }: EvidenceEntry, steps: AttemptSteps | string | undefined): string[] {
  if (steps === undefined) return [oneLine(`fence ${fence}  ${toSecond(createdAt)}  ${kind}  ${label}`)];
  if (typeof steps === "string") return [oneLine(`fence ${fence}  ${toSecond(createdAt)}  steps  ${steps}`)];
  const { started_at: begun, took_ms: took, ending, steps: done } = steps;
  return [
    oneLine(`fence ${fence}  ${begun}  took ${(took / 1_000).toFixed(1)} s, ${done.length} steps, ended as ${ending}`),
    ...done
      .filter(({ ok }) => !ok)
      .map(({ name, saw, fault }) =>
        oneLine(`  failed: ${[name, ...saw, fault ?? ""].filter((it) => it !== "").join("; ")}`),
      ),
  ];
}

function webhooks({ webhooks: all }: ShownOrder): string[] {
  return all.map(({ sequence, event, state, tries }) => {
    return `${sequence}. ${event}: ${state}${tries === 0 ? "" : `, ${triesWords(tries)}`}`;
  });
}

/** Shops' and clients' words must not look like lines of ours. */
function oneLine(words: string): string {
  const line = words.replaceAll(/[\r\n\t\u2028\u2029]+/g, " ");
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS)}…` : line;
}
