// A retailer on paper, in a process of its own: no pages, only what a checkout comes down to. It is deliberately not
// idempotent (two requests are two purchases), and what it sold stands in a file, synced, before anybody gets an answer.
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { openDice } from "../dice.ts";
import { PAPER_MAX_PRICE_CENTS, type PaperOffer, type PaperPurchase } from "./offer.ts";
import { type LevelName, planOrder, type ShopPlan } from "../plan.ts";
import { findSubject, type Subject } from "../subject.ts";

const LEVEL = (process.env["CARTWRIGHT_FAULT_LEVEL"] ?? "protocol") as LevelName;
const SLOW_MS = 1_300;
/** A purchase that arrives after its sender was cut off: always before it has settled. */
const LATE_MS = 250;
const FORGOTTEN_MS = 20_000;

const ledger = openSync(process.env["PAPER_LEDGER"] ?? "", "a");
/** What the shop did wrong, and how often. */
const misdeeds: Record<string, number> = {};
const own = (misdeed: string): void => {
  misdeeds[misdeed] = (misdeeds[misdeed] ?? 0) + 1;
};

const bySubject = new Map<number, { visits: number; looks: number }>();
const purchases: PaperPurchase[] = [];

const seenOf = ({ n }: Subject) => {
  const seen = bySubject.get(n) ?? { visits: 0, looks: 0 };
  bySubject.set(n, seen);
  return seen;
};

function offerOf(subject: Subject): PaperOffer {
  const cartTotalCents = openDice(subject.seed, subject.n, 7).between(500, PAPER_MAX_PRICE_CENTS);
  const { isDearAtTheEnd } = planOrder(LEVEL, subject).shop;
  return { cartTotalCents, finalTotalCents: isDearAtTheEnd ? PAPER_MAX_PRICE_CENTS + 350 : cartTotalCents };
}

let unsynced: (() => void)[] = [];

/** Written and synced, with whatever else came in the meantime. */
function store(purchase: PaperPurchase): Promise<void> {
  writeSync(ledger, `${JSON.stringify(purchase)}\n`);
  purchases.push(purchase);
  return new Promise((resolve) => {
    if (unsynced.push(resolve) > 1) return;
    setImmediate(() => {
      const waiting = unsynced;
      unsynced = [];
      fdatasyncSync(ledger);
      for (const resume of waiting) resume();
    });
  });
}

async function sell(subject: Subject, body: { marker: string; quantity: number; totalCents: number }): Promise<string> {
  const number = `PS-${purchases.length + 1}`;
  const { marker, quantity, totalCents } = body;
  await store({
    number,
    name: `paper-${subject.seed}-${subject.n}`,
    marker,
    quantity,
    totalCents,
    storedAt: Date.now(),
  });
  return number;
}

type Answer = { status: number; body: unknown } | "hang up";

/** The purchase request. Nothing is asked about whether it came before. */
async function purchase(subject: Subject, body: Parameters<typeof sell>[1]): Promise<Answer> {
  const { answer }: ShopPlan = planOrder(LEVEL, subject).shop;
  if (answer !== "ok" && answer !== "declined") own(`shop's answer: ${answer.replace("_", " ")}`);
  switch (answer) {
    case "ok":
    case "slow":
      if (answer === "slow") await sleep(SLOW_MS);
      return { status: 200, body: { number: await sell(subject, body) } };
    case "late":
      setTimeout(() => void sell(subject, body), LATE_MS);
      return "hang up";
    case "lost":
      await sell(subject, body);
      return "hang up";
    case "error_after":
      await sell(subject, body);
      return { status: 500, body: {} };
    case "never":
      await sell(subject, body);
      await sleep(FORGOTTEN_MS);
      return "hang up";
    case "error_before":
      return { status: 500, body: {} };
    case "declined":
      return { status: 402, body: {} };
  }
}

function visit(subject: Subject): Answer {
  const seen = seenOf(subject);
  seen.visits += 1;
  if (seen.visits > planOrder(LEVEL, subject).shop.closedVisits) return { status: 200, body: offerOf(subject) };
  own("shop closed");
  return { status: 503, body: {} };
}

function history(subject: Subject, marker: string): Answer {
  const seen = seenOf(subject);
  seen.looks += 1;
  const { historyFaults, historyLagMs } = planOrder(LEVEL, subject).shop;
  if (seen.looks <= historyFaults) {
    own("history unreadable");
    return { status: 503, body: {} };
  }
  const shown = purchases.filter((one) => one.marker === marker && one.storedAt + historyLagMs <= Date.now());
  if (shown.length === 0 && purchases.some((one) => one.marker === marker)) own("history behind");
  return { status: 200, body: { purchases: shown, asOf: Date.now() } };
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://shop");
  if (url.pathname === "/ledger") return { status: 200, body: { purchases, misdeeds } };
  const subject = findSubject(url.pathname);
  if (subject === undefined) return { status: 404, body: {} };
  if (request.method === "POST")
    return purchase(subject, JSON.parse(await text(request)) as Parameters<typeof sell>[1]);
  if (url.pathname.startsWith("/history/")) return history(subject, url.searchParams.get("marker") ?? "");
  return visit(subject);
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = await answer(request);
  if (given === "hang up") {
    request.socket.destroy();
    return;
  }
  response.writeHead(given.status, { "content-type": "application/json" });
  response.end(JSON.stringify(given.body));
}

const server = createServer((request, response) => {
  // A buyer who is gone before its answer is no fault of the shop's.
  serve(request, response).catch(() => request.socket.destroy());
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env["PAPER_SHOP_PORT"] ?? 0), "127.0.0.1", () => {
  process.stdout.write(`paper shop listens on ${JSON.stringify(server.address())}\n`);
});
process.on("SIGTERM", () => {
  closeSync(ledger);
  process.exit(0);
});
