import type { Purchase } from "../ledger.ts";
import { type Fulfilment, fulfilmentOf } from "../order-history.ts";
import type { ShopDeps } from "./visit.ts";

/** How purchases stand right now, by what this shop has recorded of them. */
export function fulfilmentIn({ shipments, now }: ShopDeps): (purchase: Purchase) => Fulfilment {
  return (purchase) => fulfilmentOf(purchase, shipments.find(purchase.order_number), now());
}
