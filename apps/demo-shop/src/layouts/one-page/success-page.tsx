import type { VNode } from "preact";
import type { Visit } from "../../routes/visit.ts";
import { Frame } from "./frame.tsx";

export function SuccessPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Success Page">
      <h1 class="page-title">Thank you for your purchase!</h1>
      <div class="checkout-success">
        <p>
          Your order # is: <span>{number}</span>.
        </p>
        <p>We'll email you an order confirmation with details and tracking info.</p>
        <a class="action primary continue" href="/">
          <span>Continue Shopping</span>
        </a>
      </div>
    </Frame>
  );
}
