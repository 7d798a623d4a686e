import { createHash } from "node:crypto";
import type { OrderItemRow, OrderRecord, ParcelRecord } from "@cartwright/db";
import { webUrl } from "@cartwright/orders";
import { type OrderItemStatus, parseUrl, type TrackingStatus } from "@cartwright/schemas";
import { escapeHtml } from "../docs/html.ts";
import { longDay, shortTime } from "./days.ts";
import { headlineOf, type Headline } from "./headline.ts";
import { presentTracking, type PublicTracking } from "./public-tracking.ts";
import { TRACKING_STYLE } from "./tracking-style.ts";

type Shipment = PublicTracking["shipments"][number];
type Scan = Shipment["checkpoints"][number];

/** The page's own style, by its hash, and nothing else: no script, no picture, nobody else's frame. */
export const TRACKING_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(TRACKING_STYLE).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const STEPS = ["Ordered", "Shipped", "Delivered"];

const PARCEL_WORDS: Record<TrackingStatus, string> = {
  pending: "Not yet handed over",
  in_transit: "On its way",
  delivered: "Delivered",
  undeliverable: "Could not be delivered",
};

const ITEM_WORDS: Record<OrderItemStatus, string> = {
  pending: "Waiting",
  processing: "Being ordered",
  ordered: "Ordered",
  shipped: "Shipped",
  delivered: "Delivered",
  cancelled: "Cancelled",
  failed: "Not ordered",
  skipped: "Left out",
};

/** An order's page. All text in it comes from shops and clients, and is escaped. */
export function trackingPage(order: OrderRecord): string {
  const headline = headlineOf(order);
  const { shipments, destination } = presentTracking(order);
  return page(
    headline.title,
    `<header class="${headline.mood}">
<p class="eyebrow">Order ${escapeHtml(order.id.slice(0, 8))}</p>
<h1>${escapeHtml(headline.title)}</h1>
<p class="lead">${escapeHtml(headline.text)}</p>
${progressOf(headline, order)}
</header>
<div class="columns">
<section class="main" aria-label="${shipments.length === 0 ? "Items" : "Parcels"}">
${shipments.length === 0 ? itemsOf(order, waitingWords(order)) : parcelsOf(order, shipments)}
</section>
<aside>
<section class="card"><h2>Delivery address</h2>
${addressOf(destination)}
</section>
${shipments.length === 0 ? "" : itemsOf(order, undefined)}
</aside>
</div>`,
  );
}

export function missingPage(): string {
  return page(
    "No such order",
    `<header class="calm"><p class="eyebrow">Tracking</p>
<h1>There is no order at this address</h1>
<p class="lead">Check that the link is whole: it ends with a long row of letters and digits.</p></header>`,
  );
}

function progressOf({ reached, mood }: Headline, { status }: OrderRecord): string {
  if (status === "order_failed") return "";
  const stateOf = (step: number): string => (step < reached ? "done" : "todo");
  const steps = STEPS.map((name, step) => {
    const current = step === Math.max(reached - 1, 0) ? ' aria-current="step"' : "";
    const said = step < reached ? "" : '<span class="hidden"> (not yet)</span>';
    return `<li class="${stateOf(step)}"${current}>${name}${said}</li>`;
  });
  return `<ol class="progress ${mood}">${steps.join("")}</ol>`;
}

function parcelsOf(order: OrderRecord, shipments: readonly Shipment[]): string {
  return shipments
    .map((shipment, index) => {
      const heading = shipments.length === 1 ? "Parcel" : `Parcel ${index + 1} of ${shipments.length}`;
      return parcelOf(heading, shipment, order.parcels[index]);
    })
    .join("\n");
}

function waitingWords({ status, items }: OrderRecord): string {
  if (status === "order_failed") return "None of this was ordered.";
  if (items.every((item) => item.status === "cancelled")) return "Everything was cancelled.";
  if (items.every((item) => item.status === "delivered")) return "The shop did not say which parcels it came in.";
  return "No parcel yet. As soon as the shop hands one over, you can follow it here.";
}

function parcelOf(heading: string, shipment: Shipment, parcel: ParcelRecord | undefined): string {
  const { carrier, tracking_number: number, status, estimated_delivery_date: day, checkpoints } = shipment;
  const isUnderWay = status === "pending" || status === "in_transit";
  const expected = day !== null && isUnderWay ? `<p class="muted">Expected by ${escapeHtml(longDay(day))}</p>` : "";
  const scans = checkpoints.length === 0 ? "" : `<ol class="scans">\n${checkpoints.map(scanOf).join("\n")}\n</ol>`;
  return `<article class="card">
<div class="parcel-head"><h2>${heading}</h2><span class="pill ${status}">${PARCEL_WORDS[status]}</span></div>
<p class="number"><span>${escapeHtml(carrier)}</span> ${link(parcel?.trackingUrl ?? null, number)}</p>
${expected}${scans}
</article>`;
}

function scanOf(scan: Scan): string {
  const region = [scan.state, scan.zip].filter((part) => part !== null).join(" ");
  const place = [scan.city, region].filter((part) => part !== null && part !== "").join(", ");
  const where = place === "" ? (scan.location ?? "") : place;
  return `<li class="${scan.status}"><strong>${escapeHtml(scan.message)}</strong>
${where === "" ? "" : `<span>${escapeHtml(where)}</span>`}<time datetime="${scan.checkpoint_time}">${shortTime(new Date(scan.checkpoint_time))}</time></li>`;
}

function addressOf(to: PublicTracking["destination"]): string {
  const lines = [to.address_line1, to.address_line2, `${to.city}, ${to.state} ${to.postal_code}`, "United States"];
  return `<address>${lines
    .filter((line) => line !== null)
    .map(escapeHtml)
    .join("<br>")}</address>`;
}

function itemsOf({ items }: OrderRecord, note: string | undefined): string {
  const said = note === undefined ? "" : `<p class="note">${escapeHtml(note)}</p>`;
  return `<section class="card"><h2>${items.length === 1 ? "Item" : "Items"}</h2>
<ul class="items">
${items.map(itemOf).join("\n")}
</ul>${said}</section>`;
}

function itemOf({ url, quantity, variant, status }: OrderItemRow): string {
  const choices = (variant ?? []).map(({ label, value }) => `${label}: ${value}`).join(", ");
  return `<li><div><span class="count">${quantity} ×</span> ${link(webUrl(url), nameOf(url))}
${choices === "" ? "" : `<span class="muted">${escapeHtml(choices)}</span>`}<span class="muted host">${escapeHtml(hostOf(url))}</span></div>
<span class="pill ${status}">${ITEM_WORDS[status]}</span></li>`;
}

/** Only what leads to the web is a link; it tells the other side nothing of this page. */
function link(url: string | null, text: string): string {
  const href = webUrl(url);
  if (href === null) return `<span class="word">${escapeHtml(text)}</span>`;
  return `<a class="word" href="${escapeHtml(href)}" rel="noreferrer noopener nofollow" target="_blank">${escapeHtml(text)}</a>`;
}

const hostOf = (url: string): string => parseUrl(url)?.hostname.replace(/^www\./, "") ?? "";

/** The product's words in its address: "Walnut desk organizer". */
function nameOf(url: string): string {
  const last =
    parseUrl(url)
      ?.pathname.split("/")
      .findLast((part) => part !== "") ?? "";
  const words = last.replace(/\.\w{2,5}$/, "").replaceAll(/[-_+]+/g, " ").trim(); // prettier-ignore
  return /[a-z]{3}/i.test(words) && !words.includes("%") ? words.slice(0, 1).toUpperCase() + words.slice(1) : "Product";
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${TRACKING_STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
