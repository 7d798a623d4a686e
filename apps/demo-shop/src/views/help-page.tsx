import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { SHIPPING_METHODS } from "../shipping-methods.ts";
import { Page, type Shell } from "./shell.tsx";

export function helpPage(shell: Shell): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap prose">
        <h1>Shipping &amp; returns</h1>
        <h2 id="shipping">Shipping</h2>
        <p>We ship within the United States, Monday to Friday. Standard shipping is free on orders of $75 or more.</p>
        <ul>
          {SHIPPING_METHODS.map((method) => (
            <li key={method.id}>
              {method.name}: {method.estimate}, {formatUsd(method.priceCents)}
            </li>
          ))}
        </ul>
        <h2 id="returns">Returns</h2>
        <p>Anything unused can come back within 60 days. We email a label and refund you when it arrives.</p>
        <h2 id="contact">Contact</h2>
        <p>Write to hello@harborandpine.example. A person answers, most days before lunch.</p>
      </div>
    </Page>
  );
}
