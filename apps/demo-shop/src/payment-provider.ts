import { randomUUID } from "node:crypto";
import express, { type Express } from "express";
import { ASSETS_FOLDER, formOf, headers } from "./routes/web.ts";
import { renderPage } from "./views/render.ts";
import { cardFramePage, type CardFault, cardSavedPage } from "./views/card-frame.tsx";

/** A well-formed number whose every charge is declined, as with real providers' test cards. */
const DECLINED_CARD = "4000000000000002";

/** Tokens are forgotten in the order they were made, past this many. */
const MAX_TOKENS = 20_000;

export interface PaymentVault {
  /** A token for a well-formed card. Of the number nothing is kept but its last four digits. */
  keep(number: string): { token: string; last4: string };
  /** The last four digits behind a token; undefined for a token nobody was given. */
  findLast4(token: string): string | undefined;
  /** False where the charge is declined. A token may be charged any number of times. */
  charge(token: string): boolean;
}

export function openPaymentVault(): PaymentVault {
  const cards = new Map<string, { last4: string; isGood: boolean }>();
  return {
    keep(number) {
      const token = `tok_${randomUUID().replaceAll("-", "")}`;
      const last4 = number.slice(-4);
      cards.set(token, { last4, isGood: number !== DECLINED_CARD });
      const oldest = cards.keys().next();
      if (cards.size > MAX_TOKENS && oldest.done !== true) cards.delete(oldest.value);
      return { token, last4 };
    },
    findLast4: (token) => cards.get(token)?.last4,
    charge: (token) => cards.get(token)?.isGood === true,
  };
}

export interface PaymentDeps {
  vault: PaymentVault;
  origins: { shop: string; pay: string };
  now: () => Date;
}

/** The provider's side: a card form that lives in a frame on the shop's page, so the shop never sees a card number. */
export function createPaymentApp(deps: PaymentDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(headers({ "frame-ancestors": deps.origins.shop }));
  app.use("/assets", express.static(ASSETS_FOLDER, { index: false }));
  app.use(express.urlencoded({ extended: false, limit: "16kb" }));

  app.get("/card-form", (_request, response) => {
    response.type("html").send(renderPage(cardFramePage({})));
  });
  app.post("/card-tokens", (request, response) => {
    const form = formOf(request);
    const number = (form["card_number"] ?? "").replaceAll(/[\s-]/g, "");
    const fault = findCardFault({ number, expiry: form["expiry"] ?? "", cvc: form["cvc"] ?? "" }, deps.now());
    if (fault !== undefined) {
      response
        .status(422)
        .type("html")
        .send(renderPage(cardFramePage({ fault })));
      return;
    }
    response
      .type("html")
      .send(renderPage(cardSavedPage({ ...deps.vault.keep(number), shopOrigin: deps.origins.shop })));
  });
  return app;
}

/** What is wrong with a card as it was typed; undefined where it may be charged. */
export function findCardFault(card: { number: string; expiry: string; cvc: string }, now: Date): CardFault | undefined {
  if (!/^\d{13,19}$/.test(card.number) || !isLuhnValid(card.number)) {
    return { field: "card_number", message: "Check the card number." };
  }
  const expiry = /^(0[1-9]|1[0-2])\s*\/\s*(?:20)?(\d{2})$/.exec(card.expiry.trim());
  if (expiry === null) return { field: "expiry", message: "Enter the expiry date as MM/YY." };
  // Month 12 of a Date's constructor is January of the next year: a card is good through its month.
  const firstDayAfter = Date.UTC(2_000 + Number(expiry[2]), Number(expiry[1]));
  if (firstDayAfter <= now.getTime()) return { field: "expiry", message: "This card has expired." };
  if (!/^\d{3,4}$/.test(card.cvc.trim())) return { field: "cvc", message: "Enter the 3 or 4 digit security code." };
  return undefined;
}

/** The check digit every card number ends in: doubles every second digit from the right, and the sum must end in 0. */
export function isLuhnValid(number: string): boolean {
  const sum = Array.from(number)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
