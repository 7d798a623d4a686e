import { type Database, findAccountTerms } from "@cartwright/db";
import { SupplierAccount } from "@cartwright/schemas";
import { type Route, route } from "../http/route.ts";
import { SUPPLIER_FACE } from "./face.ts";

export const supplierAccountRoute = ({ database: { db } }: { database: { db: Database } }): Route =>
  route("orders:read", {
    method: "get",
    path: "/api/v1/account",
    id: "getSupplierAccount",
    tag: "Supplier account",
    face: SUPPLIER_FACE,
    summary: "Read the account, its fee and its payment method",
    description:
      "The payment method is what the operator has on file, to be recognised by; the operator pays the retailers.",
    answers: { 200: { description: "The account", body: SupplierAccount } },
    handle: async ({ response, caller }) => {
      const terms = await findAccountTerms(db, caller.accountId);
      if (terms === undefined) throw new Error(`account ${caller.accountId} has a key, and is not there`);
      const account: SupplierAccount = {
        id: terms.id,
        name: terms.name,
        mode: caller.mode,
        platform_fee_cents: terms.platformFeeCents,
        price_tolerance_cents: terms.priceToleranceCents,
        payment_method: terms.paymentMethod,
        default_recipient: terms.defaultRecipient,
      };
      response.json(account);
    },
  });
