import { randomUUID } from "node:crypto";
import { FACE_EVENTS, type KeyMode, ORDER_FACES, type OrderFace, WEBHOOK_EVENTS } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, newOrder, type TestDatabase } from "@cartwright/testing";
import { acceptOrder, cancelOrder, createFaceEndpoint, ensureAccount, removeFaceEndpoint } from "./index.ts";

let database: TestDatabase;
let accountId: string;
beforeEach(async () => {
  database = await createTestDatabase();
  accountId = (await ensureAccount(database.db, "Test account")).id;
});
afterEach(() => database.close());

interface Told {
  face: OrderFace;
  event: string;
  sequence: number;
  endpoint: string;
}

interface Wanted {
  events: string[];
  account: string;
  mode: KeyMode;
  isActive: boolean;
}

async function addEndpoint(
  face: OrderFace,
  { events = ["*"], account = accountId, mode = "test", isActive = true }: Partial<Wanted> = {},
): Promise<string> {
  const id = randomUUID();
  const wanted = { id, url: "https://example.com/", events, isActive, secret: Buffer.alloc(1), keyId: "k" };
  await createFaceEndpoint(database.pool, { accountId: account, mode, face }, wanted, 100);
  return id;
}

const tell = (orderId: string, event: string, sequence: number) =>
  database.pool.query(
    `INSERT INTO outbox (order_id, account_id, mode, event, sequence)
      SELECT id, account_id, mode, $2, $3 FROM orders WHERE id = $1`,
    [orderId, event, sequence],
  );

const cancelItems = (orderId: string, positions: "ALL" | number) =>
  database.pool.query(
    "UPDATE order_items SET status = 'cancelled' WHERE order_id = $1 AND ($2::int IS NULL OR position = $2)",
    [orderId, positions === "ALL" ? null : positions],
  );

async function toldOf(orderId: string): Promise<Told[]> {
  const { rows } = await database.pool.query<Told>(
    `SELECT face, event, sequence, endpoint.id AS endpoint FROM outbox JOIN face_endpoints AS endpoint
      ON endpoint.id = face_endpoint_id WHERE order_id = $1 ORDER BY sequence, face, event`,
    [orderId],
  );
  return rows;
}

test("the trigger tells the other faces of each native event what FACE_EVENTS says, under its own sequence, and no more", async () => {
  const orderId = await acceptTestOrder(database);
  const all = await Promise.all(
    ORDER_FACES.map((face) => addEndpoint(face, { events: Object.keys(FACE_EVENTS[face]) })),
  );
  await Promise.all(ORDER_FACES.map((face) => addEndpoint(face, { events: ["nothing"] })));
  await cancelItems(orderId, "ALL");
  const natives = WEBHOOK_EVENTS.filter((event) => event !== "webhook.test");
  for (const [at, event] of natives.entries()) await tell(orderId, event, at + 2);
  const wanted = ORDER_FACES.flatMap((face, of) =>
    Object.entries<readonly string[]>(FACE_EVENTS[face]).flatMap(([event, told]) =>
      natives.flatMap((native, at) =>
        told.includes(native) ? [{ face, event, sequence: at + 2, endpoint: all[of] }] : [],
      ),
    ),
  );
  const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted();
  expect(inOrder(await toldOf(orderId))).toEqual(inOrder(wanted));
});

test('whoever asks for "*" is told of everything', async () => {
  const endpoint = await addEndpoint("platform");
  const orderId = await acceptTestOrder(database);
  await tell(orderId, "order.placed", 2);
  await tell(orderId, "order.tracking_received", 3);
  expect(await toldOf(orderId)).toMatchObject([
    { event: "order.placed", sequence: 1, endpoint },
    { event: "order.paid", sequence: 2, endpoint },
  ]);
});

test("an order tells each endpoint once as it is accepted and cancelled, in the transaction that does it", async () => {
  const [first, second] = [await addEndpoint("supplier"), await addEndpoint("platform")];
  const order = newOrder(accountId);
  const refused = acceptOrder(database.pool, order, () => Promise.reject(new Error("not this one")));
  await expect(refused).rejects.toThrow("not this one");
  expect(await toldOf(order.id)).toEqual([]);
  await acceptOrder(database.pool, order);
  await acceptOrder(database.pool, { ...order, id: randomUUID() });
  const scope = { accountId, mode: "test" } as const;
  await cancelOrder(database.pool, scope, order.id);
  await cancelOrder(database.pool, scope, order.id);
  expect(await toldOf(order.id)).toEqual([
    { face: "supplier", event: "order.confirmed", sequence: 1, endpoint: first },
    { face: "platform", event: "order.placed", sequence: 1, endpoint: second },
    { face: "supplier", event: "order.cancelled", sequence: 2, endpoint: first },
    { face: "platform", event: "order.canceled", sequence: 2, endpoint: second },
  ]);
});

test("items that a retailer cancels are no cancelled order until nothing of it is left", async () => {
  await addEndpoint("platform");
  const line = { url: "http://shop.test/products/a", quantity: 1, variant: null };
  const orderId = await acceptTestOrder(database, { items: [line, { ...line, url: `${line.url}b` }] });
  await cancelItems(orderId, 0);
  await tell(orderId, "order.cancelled", 2);
  await cancelItems(orderId, 1);
  await tell(orderId, "order.cancelled", 3);
  expect((await toldOf(orderId)).map(({ event, sequence }) => [event, sequence])).toEqual([
    ["order.placed", 1],
    ["order.canceled", 3],
  ]);
});

test("who is deleted, inactive, of another account or of the other mode is told nothing", async () => {
  const { id: other } = await ensureAccount(database.db, "Somebody else");
  const deleted = await addEndpoint("supplier");
  expect(await removeFaceEndpoint(database.pool, { accountId, mode: "test", face: "supplier" }, deleted)).toBe(true);
  await addEndpoint("platform", { isActive: false });
  await addEndpoint("supplier", { account: other });
  await addEndpoint("platform", { mode: "live" });
  expect(await toldOf(await acceptTestOrder(database))).toEqual([]);
});

test("an account has no more endpoints than it may, however many it asks for at once", async () => {
  const scope = { accountId, mode: "test", face: "supplier" } as const;
  const ask = () => {
    const wanted = { id: randomUUID(), url: "https://example.com/", events: ["*"], isActive: true };
    return createFaceEndpoint(database.pool, scope, { ...wanted, secret: Buffer.alloc(1), keyId: "k" }, 3);
  };
  const made = await Promise.all(Array.from({ length: 8 }, ask));
  expect(made.filter((record) => record !== undefined)).toHaveLength(3);
});
