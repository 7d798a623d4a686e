import type { VNode } from "preact";
import type { Purchase } from "../ledger.ts";
import { deliveryOf, type Fulfilment } from "../order-history.ts";
import { findShippingMethod } from "../shipping-methods.ts";
import { AddressLines, LinesTable, longDate, paymentName, shortDate, shownPurchase, Totals } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";
import { ShipmentsBody } from "./shipments-view.tsx";

/** One order, for its account and for a guest who knows its number and email. */
export function orderPage({
  shell,
  purchase,
  fulfilment,
}: {
  shell: Shell;
  purchase: Purchase;
  fulfilment: Fulfilment;
}): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap">
        <h1>
          Order <strong id="order-number">{purchase.order_number}</strong>
        </h1>
        <p>
          Placed on <time datetime={purchase.placed_at}>{shortDate(purchase.placed_at)}</time> ·{" "}
          <span id="order-status">{fulfilment.state}</span>
        </p>
        <OrderBody purchase={purchase} />
        <ShipmentsBody purchase={purchase} fulfilment={fulfilment} />
      </div>
    </Page>
  );
}

/** Lines, address and totals as they were charged. */
export function OrderBody({ purchase }: { purchase: Purchase }): VNode {
  const { lines, price } = shownPurchase(purchase);
  const delivery = deliveryOf(purchase);
  return (
    <div class="with-summary">
      <div>
        <LinesTable lines={lines} />
        <div class="review-grid">
          <section class="review-card">
            <h2>Ships to</h2>
            <AddressLines address={purchase.address} />
          </section>
          <section class="review-card">
            <h2>Delivery</h2>
            <p>{findShippingMethod(purchase.shipping_method)?.name ?? purchase.shipping_method}</p>
            <p>
              Estimated delivery{" "}
              <time id="estimated-delivery" datetime={delivery}>
                {longDate(delivery)}
              </time>
            </p>
          </section>
          <section class="review-card">
            <h2>Payment</h2>
            <p>{paymentName(purchase.payment_method)}</p>
            {purchase.reference !== null && (
              <p>
                Reference: <span id="order-reference">{purchase.reference}</span>
              </p>
            )}
          </section>
        </div>
      </div>
      <aside class="summary" aria-labelledby="summary">
        <h2 id="summary">Order total</h2>
        <Totals price={price} />
      </aside>
    </div>
  );
}
