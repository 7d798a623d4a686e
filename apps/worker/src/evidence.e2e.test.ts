import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { type EvidenceEntry, findEvidence, listEvidence, placeOfEvidence } from "@cartwright/db";
import { AttemptSteps } from "@cartwright/schemas";
import { open, readKeyring } from "@cartwright/sealing";
import {
  acceptTestOrder,
  createTestDatabase,
  requireChromiumPath,
  requireRedisUrl,
  startDemoShop,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";
import { pino } from "pino";
import { readConfig } from "./config.ts";
import { openOutside } from "./outside.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

const KEYS = `2026:${randomBytes(32).toString("base64")}`;

const EVIDENCE_WITHIN_MS = 50_000;

let database: TestDatabase;
let shop: TestShop;
let worker: RunningWorker;
const spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));

beforeAll(async () => {
  [database, shop] = await Promise.all([createTestDatabase(), startDemoShop()]);
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: `{test-${randomBytes(4).toString("hex")}}`,
    CHROMIUM_PATH: requireChromiumPath(),
    DEMO_SHOP_URL: shop.url,
    SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
    WORKER_HEALTH_PORT: "0",
    SPOOL_FOLDER: spoolFolder,
    SEALING_KEYS: KEYS,
    DISPATCH_EVERY_MS: "100",
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "silent",
  });
  worker = await startWorker(config, pino({ level: config.LOG_LEVEL }), openOutside(config));
});

afterAll(async () => {
  await worker.drain();
  rmSync(spoolFolder, { recursive: true, force: true });
  await shop.close();
  await database.close();
});

interface Opened extends EvidenceEntry {
  content: Buffer;
}

/** On a machine that is busy with other things a picture may take too long: then it is left out, and another order shows it. */
async function evidenceOf(slug: string, tries = 4): Promise<Opened[]> {
  const all = await buy(slug);
  const isWhole = !readSteps(all).notes.some((note) => note.endsWith("took too long"));
  return isWhole || tries === 1 ? all : evidenceOf(slug, tries - 1);
}

/** Buys one of a product, and opens what the attempt left behind once its steps are there. */
async function buy(slug: string): Promise<Opened[]> {
  const orderId = await acceptTestOrder(database, {
    items: [{ url: shop.productUrl(slug), quantity: 1, variant: null }],
  });
  const look = async () => {
    const found = await listEvidence(database.pool, orderId, 100);
    return found.some(({ kind }) => kind === "steps") ? found : undefined;
  };
  const entries = await waitFor(`the evidence of ${slug}`, look, EVIDENCE_WITHIN_MS);
  return Promise.all(
    entries.map(async (entry) => {
      const sealed = (await findEvidence(database.pool, entry.id))?.sealed ?? Buffer.alloc(0);
      return Object.assign(entry, { content: open(readKeyring(KEYS), placeOfEvidence(entry.id), sealed) });
    }),
  );
}

const kindsOf = (all: readonly Opened[]) => all.map(({ kind, label }) => `${kind}: ${label}`);
const readSteps = (all: readonly Opened[]): AttemptSteps => {
  const steps = all.find(({ kind }) => kind === "steps");
  return AttemptSteps.parse(JSON.parse(gunzipSync(steps?.content ?? "").toString("utf8")));
};
/** For whoever wants to look at them. */
function keepPictures(all: readonly Opened[]): void {
  const folder = process.env["TEST_PICTURES"];
  if (folder === undefined) return;
  for (const { kind, label, content, orderId } of all) {
    if (kind === "screenshot") writeFileSync(path.join(folder, `${orderId.slice(0, 8)}-${label}.png`), content);
  }
}

test("an order that is placed leaves its steps and hosts, and pictures of the review and of the answer", async () => {
  const all = await evidenceOf("walnut-desk-organizer");
  keepPictures(all);
  expect(kindsOf(all)).toEqual(["screenshot: review", "screenshot: answer", "steps: steps"]);
  const steps = readSteps(all);
  expect(steps).toMatchObject({ ending: "placed", hosts: [...shop.hosts].sort(), notes: [] });
  expect(steps.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(["add to cart", "press buy", "release"]));
  expect(steps.steps.every(({ ok }) => ok)).toBe(true);
});

test.each([
  ["brass-reading-lamp", "failed", "failure", [expect.stringMatching(/^failure: max_price_exceeded: /)]],
  ["wool-felt-slippers", "unclear", "answer", []],
])("of %s there is the masked page as well: it ended as %s", async (slug, ending, label, notes) => {
  const all = await evidenceOf(slug);
  keepPictures(all);
  expect(kindsOf(all)).toEqual(["screenshot: review", `screenshot: ${label}`, `html: ${label}`, "steps: steps"]);
  expect(readSteps(all)).toMatchObject({ ending, notes });
  const html = gunzipSync(all.find(({ kind }) => kind === "html")?.content ?? "").toString("utf8");
  expect(html).toMatch(/<body>|<body class/);
  expect(html).not.toMatch(/Ada|Quinn|Market|Francisco|94105|5505|<script|<style/);
});
