import express, { Router, type Request, type Response } from "express";
import { z } from "zod";
import type { Purchase } from "../ledger.ts";
import { deliveryOf, findPurchases } from "../order-history.ts";
import { cancel, CannotShip, scan, ship, type Shipments } from "../shipments.ts";
import type { ShopDeps } from "./visit.ts";

const word = z.string().min(1).max(200);
const items = z.array(word).min(1).max(50).optional();
const ShipBody = z.strictObject({ carrier: word.optional(), tracking_number: word.optional(), items });
const ParcelBody = z.strictObject({ tracking_number: word.optional() });
const ScanBody = z.strictObject({
  tracking_number: word.optional(),
  message: word.default("Arrived at a carrier facility"),
  city: word.optional(),
  state: word.optional(),
  postal_code: word.optional(),
});
const CancelBody = z.strictObject({ items, reason: word.optional() });

/** A step that somebody at the warehouse would take. Throws CannotShip, or ZodError for a body that it cannot read. */
type Step = (body: unknown, before: Shipments, purchase: Purchase, at: string) => Shipments;

const STEPS: Record<string, Step> = {
  ship: (body, before, purchase, at) =>
    ship(before, purchase, { ...ShipBody.parse(body), at, estimatedDelivery: deliveryOf(purchase) }),
  scan: (body, before, purchase, at) => {
    const { tracking_number: number, message, city, state, postal_code } = ScanBody.parse(body);
    const place = Object.fromEntries(
      Object.entries({ city, state, postal_code }).filter(([, value]) => value !== undefined),
    );
    return scan(before, purchase, number, { at, status: "in_transit", message, ...place });
  },
  deliver: (body, before, purchase, at) => {
    const seen = { at, status: "delivered", message: "Delivered at the front door" } as const;
    return scan(before, purchase, ParcelBody.parse(body).tracking_number, seen);
  },
  undeliverable: (body, before, purchase, at) => {
    const seen = { at, status: "undeliverable", message: "Cannot be delivered as addressed" } as const;
    return scan(before, purchase, ParcelBody.parse(body).tracking_number, seen);
  },
  cancel: (body, before, purchase) => cancel(before, purchase, CancelBody.parse(body)),
};

/** What no real shop has: its warehouse by HTTP, for demos and tests. A form of another site's page is not JSON. */
export function shippingRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.use("/__orders", express.json({ limit: "8kb" }));
  for (const [name, step] of Object.entries(STEPS)) {
    router.post(`/__orders/:orderNumber/${name}`, (request, response) => take(deps, step, request, response));
  }
  return router;
}

async function take(deps: ShopDeps, step: Step, request: Request, response: Response): Promise<void> {
  const orderNumber = String(request.params["orderNumber"]).toUpperCase();
  const [purchase] = findPurchases(deps.ledger, { orderNumber });
  if (purchase === undefined) {
    response.status(404).json({ error: `no order ${orderNumber.slice(0, 40)}` });
    return;
  }
  const body: unknown = request.body ?? {};
  const at = deps.now().toISOString();
  try {
    response.json(await deps.shipments.change(orderNumber, (before) => step(body, before, purchase, at)));
  } catch (fault) {
    if (fault instanceof CannotShip) response.status(409).json({ error: fault.message });
    else if (fault instanceof z.ZodError) response.status(422).json({ error: z.prettifyError(fault) });
    else throw fault;
  }
}
