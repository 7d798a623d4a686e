import { CheckoutFailure } from "@cartwright/orders";
import type { RetailerSettings } from "@cartwright/schemas";
import type { CheckoutRun, HttpCheckoutSession, HttpDriver, Review } from "../driver.ts";
import { fillCart, refuseGift, refuseUnlessNew } from "../order-options.ts";
import { lookForRecord, type PurchaseAnswer, type SentPurchase, watchPurchase } from "../store-api/await-answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { carries } from "../store-api/reference.ts";
import { openVendureApi, parseVendureSettings, type VendureSettings } from "./api.ts";
import { addToCart, emptyCart, login, openShop } from "./cart.ts";
import { arrangePayment, choosePayment, chooseShipping, enterAddress, identifyAsGuest } from "./checkout.ts";
import { lookUp } from "./history.ts";
import { PAY, reviewOf } from "./operations.ts";
import { linesOf, pricesOf, shownReference } from "./order.ts";
import { findPlaced, readOutcome } from "./outcome.ts";

export interface VendureDriverOptions {
  /** The catalogue's id. */
  retailer: string;
  settings: RetailerSettings;
}

/** Buys at a Vendure server through its shop API, with a payment that asks for nothing at the checkout. */
export function openVendureDriver({ retailer, settings }: VendureDriverOptions): HttpDriver {
  const vendure = parseVendureSettings(settings.api);
  return {
    retailer,
    via: "http",
    begin: (session) => begin(session, settings, vendure),
    lookUp: (session) => lookUp(openVendureApi(session, vendure, settings.user_agent), session, vendure),
    historyDelayMs: 0,
  };
}

function begin(session: HttpCheckoutSession, settings: RetailerSettings, vendure: VendureSettings): CheckoutRun {
  const { order, account, step } = session;
  const api = openVendureApi(session, vendure, settings.user_agent);
  const ordered = openOrderedVariants();
  const review = reviewOf(vendure.reference_field);
  const cart = { code: "", paymentMethod: "" };
  let sent: SentPurchase | undefined;
  let answer: PurchaseAnswer | undefined;

  const readReview = async (): Promise<Review> => {
    const { activeOrder } = await api.read(review);
    if (activeOrder === null) throw new CheckoutFailure("cart_empty", "The shop has no cart for this visit any more.");
    cart.code = activeOrder.code;
    const lines = linesOf(activeOrder, ordered);
    return {
      lines,
      shipTo: Object.values(activeOrder.shippingAddress ?? {}).join("\n"),
      isMarkerShown: carries(shownReference(activeOrder, vendure.reference_field), order.marker),
      prices: pricesOf(activeOrder, lines),
    };
  };
  return {
    reachReview: async () => {
      refuseGift(session, "Vendure's shop API has no gift option.");
      await step("open shop", () => openShop(api, vendure), "open_shop");
      if (account !== undefined) {
        await step("log in", () => login(api, account), "open_shop");
        await step("empty cart", () => emptyCart(api), "cart");
      }
      await fillCart(session, async (item) => {
        refuseUnlessNew(item);
        await step("add to cart", () => addToCart(api, item, ordered), "cart");
      });
      if (account === undefined) await step("identify as guest", () => identifyAsGuest(api, order), "checkout");
      await step("enter address", () => enterAddress(api, order, vendure), "checkout");
      await step("choose shipping", () => chooseShipping(api));
      cart.paymentMethod = await step("choose payment", () => choosePayment(api, settings.payment, vendure));
      await step("arrange payment", () => arrangePayment(api));
    },
    readReview,
    pressBuy: async () => {
      const sending = api.send(PAY, { method: cart.paymentMethod });
      sent ??= watchPurchase(sending);
      await sending;
    },
    waitForAnswer: async () => {
      answer = await sent?.settled();
      if (answer?.kind === "lost") await lookForRecord(() => findPlaced(api, cart.code));
    },
    readOutcome: () => readOutcome(api, answer, cart.code),
  };
}
