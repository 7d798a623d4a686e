import type { VNode } from "preact";
import type { Purchase } from "../ledger.ts";
import { OrderBody } from "./order-page.tsx";
import { Page, type Shell } from "./shell.tsx";

export function confirmationPage({ shell, purchase }: { shell: Shell; purchase: Purchase }): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap">
        <div class="thanks">
          <h1>Thank you for your order</h1>
          <p>
            Your order number is <strong id="order-number">{purchase.order_number}</strong>. A confirmation is on its
            way to {purchase.email}.
          </p>
        </div>
        <OrderBody purchase={purchase} />
      </div>
    </Page>
  );
}
