import { RetailerSettings } from "@cartwright/schemas";
import type { ContractShop } from "../../testing/driver-contract.ts";
import { CUSTOMER, totalsOf } from "../../testing/stand-in-shop.ts";
import { casesOf } from "../../testing/store-api-cases.ts";
import { openMedusaDriver } from "../driver.ts";
import { openMedusaStandIn, PUBLISHABLE_KEY } from "./stand-in.ts";

/** A stand-in of Medusa for the driver contract. `url` is what the egress has to allow. */
export async function openMedusaContractShop(): Promise<ContractShop & { url: string }> {
  const standIn = await openMedusaStandIn();
  const driver = (settings: Partial<RetailerSettings>) =>
    openMedusaDriver({ retailer: "medusa", settings: RetailerSettings.parse(settings) });
  return {
    url: standIn.url,
    cases: casesOf({
      urlOf: (handle) => `${standIn.url}/us/products/${handle}`,
      driver: driver({ api: { publishable_key: PUBLISHABLE_KEY } }),
      decliningDriver: driver({ api: { publishable_key: PUBLISHABLE_KEY, payment_provider: "pp_declining_card" } }),
      account: CUSTOMER,
    }),
    orders: () =>
      Promise.resolve(
        standIn.ledger.map((cart, at) => ({
          number: String(at + 1),
          reference: cart.reference,
          totalCents: Math.round(totalsOf(cart).total),
        })),
      ),
    openConnections: standIn.openConnections,
    close: standIn.close,
  };
}
