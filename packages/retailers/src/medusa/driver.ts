import type { RetailerSettings } from "@cartwright/schemas";
import type { CheckoutRun, HttpCheckoutSession, HttpDriver, Review } from "../driver.ts";
import { fillCart, refuseGift, refuseUnlessNew } from "../order-options.ts";
import { lookForRecord, type PurchaseAnswer, type SentPurchase, watchPurchase } from "../store-api/await-answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { carries } from "../store-api/reference.ts";
import { type MedusaSettings, openMedusaApi, parseMedusaSettings } from "./api.ts";
import { linesOf, pricesOf, shownReference } from "./cart.ts";
import { choosePayment, chooseShipping, createCart, readCart } from "./checkout.ts";
import { lookUp } from "./history.ts";
import { findCompleted, readOutcome } from "./outcome.ts";
import { login, requireInStock, requireRegion } from "./shop.ts";

export interface MedusaDriverOptions {
  /** The catalogue's id. */
  retailer: string;
  settings: RetailerSettings;
}

/** Buys at a Medusa server through its store API, with a payment that asks for nothing at the checkout. */
export function openMedusaDriver({ retailer, settings }: MedusaDriverOptions): HttpDriver {
  const medusa = parseMedusaSettings(settings.api);
  return {
    retailer,
    via: "http",
    begin: (session) => begin(session, settings, medusa),
    lookUp: (session) => lookUp(openMedusaApi(session, medusa, settings.user_agent), session),
    historyDelayMs: 0,
  };
}

function begin(session: HttpCheckoutSession, settings: RetailerSettings, medusa: MedusaSettings): CheckoutRun {
  const { order, account, step } = session;
  const api = openMedusaApi(session, medusa, settings.user_agent);
  const ordered = openOrderedVariants();
  let cartId = "";
  let sent: SentPurchase | undefined;
  let answer: PurchaseAnswer | undefined;

  const readReview = async (): Promise<Review> => {
    const cart = await readCart(api, cartId);
    const lines = linesOf(cart, ordered);
    return {
      lines,
      shipTo: Object.values(cart.shipping_address ?? {}).join("\n"),
      isMarkerShown: carries(shownReference(cart), order.marker),
      prices: pricesOf(cart, lines),
    };
  };
  return {
    reachReview: async () => {
      refuseGift(session, "Medusa's store API has no gift option.");
      const region = await step("open shop", () => requireRegion(api, medusa), "open_shop");
      // A logged-in customer's carts are many, and this one is made for this order: there is none to empty.
      if (account !== undefined) await step("log in", () => login(api, account), "open_shop");
      const lines: { variant_id: string; quantity: number }[] = [];
      await fillCart(session, async (item) => {
        refuseUnlessNew(item);
        const id = await step("find product", () => requireInStock(api, region, item, ordered), "cart");
        lines.push({ variant_id: id, quantity: item.quantity });
      });
      cartId = await step("create cart", () => createCart(api, order, { regionId: region.id, lines }), "cart");
      await step("choose shipping", () => chooseShipping(api, cartId), "checkout");
      await step("choose payment", () => choosePayment(api, { cartId, regionId: region.id }, medusa));
    },
    readReview,
    pressBuy: async () => {
      const sending = api.send(`/store/carts/${cartId}/complete`, {});
      sent ??= watchPurchase(sending);
      await sending;
    },
    waitForAnswer: async () => {
      answer = await sent?.settled();
      if (answer?.kind === "lost") await lookForRecord(() => findCompleted(api, cartId));
    },
    readOutcome: () => readOutcome(api, answer, cartId),
  };
}
