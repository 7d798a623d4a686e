import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { findEvidence, listEvidence, placeOfEvidence } from "@cartwright/db";
import { CheckoutFailure } from "@cartwright/orders";
import type { CheckoutSession } from "@cartwright/retailers/driver";
import { AttemptSteps } from "@cartwright/schemas";
import { open, readKeyring } from "@cartwright/sealing";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { PRODUCT, SELLS, sellingDeps } from "../../testing/selling-shop.ts";
import { fulfilOrder } from "../fulfil-order.ts";

const KEYRING = readKeyring(`a:${randomBytes(32).toString("base64")}`);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const order = () => acceptTestOrder(database, { items: [{ url: PRODUCT, quantity: 1, variant: null }] });
const statusOf = async (orderId: string): Promise<unknown> =>
  (await database.pool.query<{ status: unknown }>("SELECT status FROM orders WHERE id = $1", [orderId])).rows[0]
    ?.status;

async function stepsOf(orderId: string): Promise<AttemptSteps[]> {
  const entries = await listEvidence(database.pool, orderId, 100);
  const all: AttemptSteps[] = [];
  for (const { id, kind } of entries) {
    const sealed = kind === "steps" ? await findEvidence(database.pool, id) : undefined;
    if (sealed === undefined) continue;
    const opened = gunzipSync(open(KEYRING, placeOfEvidence(id), sealed.sealed)).toString("utf8");
    all.push(AttemptSteps.parse(JSON.parse(opened)));
  }
  return all;
}

/** A shop that sells unless a step of it says otherwise. */
const shopWith = (reachReview: (session: CheckoutSession) => Promise<void>, parts: Record<string, unknown> = {}) =>
  sellingDeps(database, {
    keyring: KEYRING,
    findDriver: () => ({
      retailer: "demo-shop",
      begin: (session: CheckoutSession) => ({ ...SELLS, reachReview: () => reachReview(session) }),
    }),
    ...parts,
  });

test("an attempt's steps are kept, sealed, with their times and what was seen, masked", async () => {
  const orderId = await order();
  const deps = shopWith(({ step, saw }) =>
    step("enter address", () => {
      saw("label match: #first-name, typed Ada; 3 fields left");
      return Promise.resolve();
    }),
  );
  await fulfilOrder(deps, orderId);
  const [kept] = await stepsOf(orderId);
  const notes = ["picture: review could not be had", "picture: answer could not be had"];
  expect(kept).toMatchObject({ ending: "placed", hosts: [], notes });
  expect(kept?.steps.map(({ name, ok }) => [name, ok])).toEqual(
    "find driver,open account,enter address,read review,press buy,commit,spool,release,wait for answer,read answer"
      .split(",")
      .map((name) => [name, true]),
  );
  expect(kept?.steps[2]?.saw).toEqual(["label match: #first-name, typed •••; 3 fields left"]);
  const { rows } = await database.pool.query<{ sealed: Buffer }>("SELECT sealed FROM attempt_evidence");
  expect(rows.some(({ sealed }) => gzipOrText(sealed))).toBe(false);
});

const gzipOrText = (bytes: Buffer): boolean => bytes.includes("steps") || bytes.includes(Buffer.from([0x1f, 0x8b, 8]));

test("every attempt of an order leaves its own, however it ended", async () => {
  const orderId = await order();
  let attempts = 0;
  const deps = shopWith(({ step }) => {
    attempts += 1;
    return step("open shop", () =>
      attempts === 1
        ? Promise.reject(new CheckoutFailure("retailer_unavailable", "No answer at 123 Market Street."))
        : Promise.resolve(),
    );
  });
  await fulfilOrder(deps, orderId);
  await fulfilOrder(deps, orderId);
  const [failed, placed] = await stepsOf(orderId);
  expect(failed).toMatchObject({ ending: "failed" });
  expect(failed?.steps.at(-1)).toMatchObject({
    name: "open shop",
    ok: false,
    fault: "retailer_unavailable: No answer at ••• ••• •••.",
  });
  expect(placed).toMatchObject({ ending: "placed" });
});

test("an attempt that finds no driver leaves its steps too", async () => {
  const orderId = await order();
  await fulfilOrder(
    shopWith(() => Promise.resolve(), { findDriver: () => undefined }),
    orderId,
  );
  expect(await stepsOf(orderId)).toMatchObject([
    {
      ending: "failed",
      steps: [{ name: "find driver", ok: false, fault: expect.stringMatching("retailer_not_supp") }],
    },
  ]);
});

test("without a key nothing is kept, and the order is bought all the same", async () => {
  const orderId = await order();
  await fulfilOrder(
    shopWith(() => Promise.resolve(), { keyring: undefined }),
    orderId,
  );
  expect(await statusOf(orderId)).toBe("order_placed");
  expect(await listEvidence(database.pool, orderId, 10)).toEqual([]);
});

const hungPage = { url: () => PRODUCT, title: () => Promise.resolve(""), evaluate: () => Promise.resolve("") };

test.each([
  ["gives no answer", () => new Promise<never>(() => undefined)],
  ["fails", () => Promise.reject(new Error("Target closed"))],
])("a page that %s to whoever takes its picture delays an order by seconds, and fails none", async (_, session) => {
  const orderId = await order();
  const deps = shopWith(() => Promise.resolve());
  const { withPage } = deps.browsers;
  const page = { ...hungPage, createCDPSession: session } as unknown as CheckoutSession["page"];
  deps.browsers.withPage = (use) => withPage((attempt) => use({ ...attempt, page }));
  const startedAt = performance.now();
  await fulfilOrder(deps, orderId);
  expect(performance.now() - startedAt).toBeLessThan(6_000);
  expect(await statusOf(orderId)).toBe("order_placed");
  expect(await stepsOf(orderId)).toMatchObject([{ ending: "placed" }]);
});

test("a database that does not take the evidence fails no order", async () => {
  const orderId = await order();
  await database.pool.query("DROP TABLE attempt_evidence");
  await fulfilOrder(
    shopWith(() => Promise.resolve()),
    orderId,
  );
  expect(await statusOf(orderId)).toBe("order_placed");
});
