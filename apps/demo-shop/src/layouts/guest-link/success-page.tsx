import type { VNode } from "preact";
import type { Visit } from "../../routes/visit.ts";
import { Frame } from "./frame.tsx";

export function CompletedPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Checkout">
      <div class="page-title">
        <h1>Thank you</h1>
      </div>
      <div class="section order-completed">
        <div class="title">
          <strong>Your order has been successfully processed!</strong>
        </div>
        <div class="order-number">
          <strong>Order number: {number}</strong>
        </div>
        <a href={`/order/history/${number}`}>Click here for order details.</a>
      </div>
    </Frame>
  );
}
