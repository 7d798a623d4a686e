import type { VNode } from "preact";
import type { Visit } from "../../routes/visit.ts";
import { Frame } from "./frame.tsx";

export function SuccessPage({ visit, number }: { visit: Visit; number: string | undefined }): VNode {
  return (
    <Frame visit={visit} title="Your order has been placed!">
      <h1>Your order has been placed!</h1>
      <p>Your order has been successfully processed!</p>
      {number !== undefined && <p>Your order ID is: #{number}</p>}
      <p>Thanks for shopping with us online!</p>
      <div class="buttons">
        <a href="/" class="btn btn-primary">
          Continue
        </a>
      </div>
    </Frame>
  );
}
