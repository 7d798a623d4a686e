import { setTimeout as sleep } from "node:timers/promises";
import { CheckoutFailure } from "@cartwright/orders";
import type {
  CheckoutSession,
  HistoryLook,
  HistorySession,
  PurchaseOutcome,
  RetailerDriver,
  Review,
} from "@cartwright/retailers/driver";
import { onlyTotal } from "@cartwright/schemas";
import { nameOf } from "../subject.ts";
import { type PaperPage, requireSubject } from "./page.ts";
import type { PaperOffer, PaperPurchase } from "./offer.ts";

const STEP_MS = 15;
/** A shop that has not answered by then may answer whenever it likes. */
const ANSWER_WITHIN_MS = 2_500;
/** A history older than this proves no absence. */
const FRESH_WITHIN_MS = 5_000;

const pageOf = (session: CheckoutSession): PaperPage => session.page as unknown as PaperPage;

/** Drives the paper shop. It takes the place of the demo shop's driver, so that the API takes orders for it. */
export const paperDriver: RetailerDriver = {
  retailer: "demo-shop",
  begin: (session) => {
    const page = pageOf(session);
    let offer: PaperOffer | undefined;
    let isAtReview = false;
    const load = async (): Promise<PaperOffer> => {
      offer ??= await page.offerOf(productOf(session));
      if (offer === undefined) throw new CheckoutFailure("retailer_unavailable", "The shop is closed.");
      return offer;
    };
    return {
      reachReview: async () => {
        await load();
        await sleep(STEP_MS);
        isAtReview = true;
      },
      readReview: async () => reviewOf(session, await load(), isAtReview),
      pressBuy: async () => {
        const { finalTotalCents } = await load();
        const { marker, items } = session.order;
        const quantity = items[0]?.quantity ?? 0;
        page.submit({ productUrl: productOf(session), marker, quantity, totalCents: finalTotalCents });
      },
      waitForAnswer: async () => {
        const late = sleep(ANSWER_WITHIN_MS, "late" as const, { ref: false });
        if ((await Promise.race([page.answer(), late])) === "late") throw new Error("the shop does not answer");
      },
      readOutcome: async () => outcomeOf(page, await load()),
    };
  },
  lookUp: async (session) => lookUp(session),
  historyDelayMs: 0,
};

const productOf = (session: CheckoutSession): string => session.order.items[0]?.url ?? "";

function reviewOf({ order }: CheckoutSession, offer: PaperOffer, isAtReview: boolean): Review {
  const [item] = order.items;
  const total = isAtReview ? offer.finalTotalCents : offer.cartTotalCents;
  const { address } = order;
  return {
    lines: [
      {
        url: item?.url ?? null,
        title: "Paper",
        variant: null,
        quantity: item?.quantity ?? null,
        unitPriceCents: null,
        lineTotalCents: null,
      },
    ],
    shipTo: [address.first_name, address.last_name, address.address_line1, address.city, address.postal_code].join(" "),
    isMarkerShown: true,
    prices: onlyTotal(total),
  };
}

async function outcomeOf(page: PaperPage, offer: PaperOffer): Promise<PurchaseOutcome> {
  const answer = await page.answer();
  if (answer?.status === 402) return { kind: "declined", code: "payment_declined", message: "The card was declined." };
  const number = answer?.body.number;
  if (answer?.status !== 200 || number === undefined) return { kind: "unclear", message: "the shop showed an error" };
  return {
    kind: "placed",
    merchantOrderIds: [number],
    page: { url: page.url(), title: "Confirmed" },
    prices: onlyTotal(offer.finalTotalCents),
    estimatedDelivery: null,
  };
}

async function lookUp(session: HistorySession): Promise<HistoryLook> {
  const page = pageOf(session);
  const { marker } = session.order;
  const name = nameOf(requireSubject(productOf(session)));
  const { status, body } = await page.get(`/history/${name}?marker=${marker}`);
  if (status !== 200) return { kind: "unreadable", message: `the history answered ${status}` };
  const { purchases, asOf } = body as { purchases: PaperPurchase[]; asOf: number };
  const [first] = purchases;
  if (first !== undefined) {
    return {
      kind: "found",
      merchantOrderIds: purchases.map(({ number }) => number),
      page: { url: page.url(), title: "History" },
      prices: onlyTotal(first.totalCents),
      estimatedDelivery: null,
    };
  }
  return Math.abs(session.now() - asOf) > FRESH_WITHIN_MS
    ? { kind: "unreadable", message: "the history does not say that it is current" }
    : { kind: "absent", proof: "0 orders" };
}
