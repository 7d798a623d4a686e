import { RetailerSettings } from "@cartwright/schemas";
import type { ContractShop } from "../../testing/driver-contract.ts";
import { CUSTOMER, totalsOf } from "../../testing/stand-in-shop.ts";
import { casesOf } from "../../testing/store-api-cases.ts";
import { openVendureDriver } from "../driver.ts";
import { openVendureStandIn } from "./stand-in.ts";

/** Once the payment is being arranged, Vendure looks at its stock no more: it sells what it does not have. */
export const VENDURE_HAS_NO = { sold_out_at_last: { skipped: "Vendure sells it all the same" } };

/** A stand-in of Vendure for the driver contract. `url` is what the egress has to allow. */
export async function openVendureContractShop(): Promise<ContractShop & { url: string }> {
  const standIn = await openVendureStandIn();
  const driver = (settings: Partial<RetailerSettings>) =>
    openVendureDriver({ retailer: "vendure", settings: RetailerSettings.parse(settings) });
  return {
    url: standIn.url,
    cases: {
      ...casesOf({
        urlOf: (handle) => `${standIn.url}/products/${handle}`,
        driver: driver({ api: {} }),
        decliningDriver: driver({ api: { payment_method: "card-on-file" } }),
        account: CUSTOMER,
      }),
      ...VENDURE_HAS_NO,
    },
    orders: () =>
      Promise.resolve(
        standIn.ledger.map((cart) => ({
          number: cart.id,
          reference: cart.reference,
          totalCents: Math.round(totalsOf(cart).total),
        })),
      ),
    openConnections: standIn.openConnections,
    close: standIn.close,
  };
}
