import type { VNode } from "preact";
import type { Purchase } from "../ledger.ts";
import type { Fulfilment } from "../order-history.ts";
import { type LineState, type Parcel, type ParcelStatus, trackingUrl } from "../shipments.ts";
import { longDate, VariantText } from "./parts.tsx";

const LINE_WORDS: Record<LineState, string> = {
  ordered: "Being packed",
  shipped: "Shipped",
  delivered: "Delivered",
  cancelled: "Cancelled by the shop",
};

const PARCEL_WORDS: Record<ParcelStatus, string> = {
  in_transit: "On its way",
  delivered: "Delivered",
  undeliverable: "Could not be delivered",
};

/** Where the lines of an order are, and the parcels that they left in. */
export function ShipmentsBody({ purchase, fulfilment }: { purchase: Purchase; fulfilment: Fulfilment }): VNode {
  const parcels = fulfilment.shipments?.parcels ?? [];
  return (
    <section id="shipments" class="shipments" aria-labelledby="shipments-heading">
      <h2 id="shipments-heading">Shipping</h2>
      <ul id="line-states" class="line-states">
        {purchase.items.map((item) => (
          <LineStateRow key={item.sku} item={item} fulfilment={fulfilment} />
        ))}
      </ul>
      {parcels.map((parcel, index) => (
        <ParcelCard key={parcel.tracking_number} parcel={parcel} heading={`Parcel ${index + 1} of ${parcels.length}`} />
      ))}
    </section>
  );
}

function LineStateRow({ item, fulfilment }: { item: Purchase["items"][number]; fulfilment: Fulfilment }): VNode {
  const state = fulfilment.lineState(item.sku);
  const reason = fulfilment.shipments?.cancelled.find(({ sku }) => sku === item.sku)?.reason;
  return (
    <li data-line={item.sku} data-status={state}>
      <span>
        <span class="line-count">{item.quantity}</span> ×{" "}
        <a class="line-link" href={`/products/${item.slug}`}>
          {item.title}
        </a>
        <VariantText variant={item.variant} />
      </span>
      <span class={`line-state ${state}`}>
        {LINE_WORDS[state]}
        {reason !== undefined && (
          <>
            : <span class="cancel-reason">{reason}</span>
          </>
        )}
      </span>
    </li>
  );
}

function ParcelCard({ parcel, heading }: { parcel: Parcel; heading: string }): VNode {
  const url = trackingUrl(parcel);
  return (
    <article class="parcel" data-tracking-number={parcel.tracking_number} data-status={parcel.status}>
      <h3>{heading}</h3>
      <p>
        <span class="carrier">{parcel.carrier}</span>{" "}
        {url === undefined ? (
          <span class="tracking-number">{parcel.tracking_number}</span>
        ) : (
          <a class="tracking-number" href={url} rel="noreferrer">
            {parcel.tracking_number}
          </a>
        )}{" "}
        · {PARCEL_WORDS[parcel.status]} · estimated delivery{" "}
        <time class="parcel-delivery" datetime={parcel.estimated_delivery}>
          {longDate(parcel.estimated_delivery)}
        </time>
      </p>
      <ol class="scans">
        {parcel.scans.toReversed().map((scan) => (
          <li
            key={scan.at + scan.message}
            data-status={scan.status}
            data-city={scan.city}
            data-state={scan.state}
            data-postal-code={scan.postal_code}
          >
            <time datetime={scan.at}>{clock(scan.at)}</time> <span class="scan-message">{scan.message}</span>{" "}
            <span class="scan-place">
              {scan.city}, {scan.state} {scan.postal_code}
            </span>
          </li>
        ))}
      </ol>
    </article>
  );
}

function clock(at: string): string {
  return `${new Date(at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
}
