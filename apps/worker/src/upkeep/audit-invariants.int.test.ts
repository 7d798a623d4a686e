import {
  AUDIT_RULES,
  type AuditRuleName,
  cancelOrder,
  type ClaimedOrder,
  claimOrder,
  commitSubmit,
  failOrder,
  type PlacedRecord,
  recordAbsent,
  recordDeclined,
  recordInDoubt,
  recordNotReleased,
  recordPlaced,
  registerWorker,
  returnOrder,
} from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { identifyWorker } from "../supervision/worker-identity.ts";
import { type AuditDeps, auditInvariants, openAuditMemory } from "./audit-invariants.ts";

const PRICES: PlacedRecord["prices"] = onlyTotal(1_000);
const PLACED: PlacedRecord = {
  confirmation: { merchant_order_ids: ["HP-1"] },
  prices: PRICES,
  estimatedDelivery: null,
};
const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;
const self = identifyWorker();

let database: TestDatabase;
let logged: { level: number; rule?: string; msg: string }[];
let deps: AuditDeps;

beforeEach(async () => {
  database = await createTestDatabase();
  logged = [];
  const log = pino({}, { write: (line) => logged.push(JSON.parse(line) as (typeof logged)[number]) });
  deps = { pool: database.pool, log, memory: openAuditMemory() };
  await registerWorker(database.db, self);
  await database.pool.query("UPDATE workers SET started_at = now() - interval '1 hour'");
});
afterEach(() => database.close());

async function claim(): Promise<ClaimedOrder> {
  const orderId = await acceptTestOrder(database);
  const claimed = await claimOrder(database, { orderId, workerId: self.id, leaseMs: 60_000 });
  if (claimed === undefined) throw new Error("nothing to claim");
  return claimed;
}

async function commit(): Promise<ClaimedOrder> {
  const claimed = await claim();
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(database.pool, claimed, intent);
  return claimed;
}

const WAYS = {
  waiting: async () => ({ orderId: await acceptTestOrder(database) }),
  working: claim,
  returned: async () => {
    const claimed = await claim();
    await returnOrder(database.db, claimed, { label: "again", delayMs: 0, countsAsAttempt: true });
    return claimed;
  },
  failed: async () => {
    const claimed = await claim();
    await failOrder(database.db, claimed, FAILURE);
    return claimed;
  },
  submitting: commit,
  not_released: async () => {
    const claimed = await commit();
    await recordNotReleased(database.db, claimed, { retryAfterMs: 0, label: "deadline" });
    return claimed;
  },
  in_doubt: async () => {
    const claimed = await commit();
    await recordInDoubt(database.db, claimed, "no answer");
    return claimed;
  },
  placed: async () => {
    const claimed = await commit();
    await recordPlaced(database.db, claimed, PLACED);
    return claimed;
  },
  declined: async () => {
    const claimed = await commit();
    await recordDeclined(database.db, claimed, FAILURE);
    return claimed;
  },
  absent: async () => {
    const claimed = await commit();
    await recordInDoubt(database.db, claimed, "no answer");
    await recordAbsent(database.db, claimed, FAILURE.failure);
    return claimed;
  },
  cancelled: async () => {
    const claimed = await claim();
    await cancelOrder(database.pool, claimed.order, claimed.orderId);
    return claimed;
  },
  cancelled_by_retailer: async () => {
    const claimed = await commit();
    await recordPlaced(database.db, claimed, PLACED);
    await database.pool.query(
      `INSERT INTO outbox (order_id, account_id, mode, event, sequence)
        SELECT id, account_id, mode, 'order.cancelled', 4 FROM orders WHERE id = $1`,
      [claimed.orderId],
    );
    return claimed;
  },
};

/** Does what the database would not let anybody do. */
async function force(statement: string, values: unknown[] = []): Promise<void> {
  const client = await database.pool.connect();
  await client.query("SET session_replication_role = replica");
  await client.query(statement, values);
  await client.query("RESET session_replication_role");
  client.release();
}

const OLD = "clock_timestamp() - interval '11 minutes'";

/** How each rule is broken: from which state, and by what. `$1` is the order. */
const BREAKS: Record<AuditRuleName, { from: keyof typeof WAYS; by: string }> = {
  placed_by_one_submit: { from: "placed", by: "UPDATE order_submits SET outcome = 'absent' WHERE order_id = $1" },
  released_once: {
    from: "placed",
    by: `INSERT INTO order_submits (order_id, submit_no, fence, worker_id, expected_total_cents, cart_hash, intent_at,
      deadline, outcome) VALUES ($1, 2, 1, gen_random_uuid(), 1, 'c', now(), now(), 'absent')`,
  },
  released_within_max_price: {
    from: "submitting",
    by: "UPDATE order_submits SET expected_total_cents = 20001 WHERE order_id = $1",
  },
  charged_within_max_price: { from: "placed", by: "UPDATE orders SET placed_total_cents = 20001 WHERE id = $1" },
  failed_is_not_bought: {
    from: "absent",
    by: "UPDATE order_submits SET outcome = 'placed' WHERE order_id = $1",
  },
  charged_is_placed: { from: "absent", by: "UPDATE orders SET charged = 'yes' WHERE id = $1" },
  one_end_in_timeline: {
    from: "failed",
    by: "INSERT INTO order_events (order_id, type, label, source) VALUES ($1, 'order_placed', 'x', 'x')",
  },
  one_terminal_webhook: {
    from: "placed",
    by: "DELETE FROM outbox WHERE order_id = $1 AND event = 'order.placed'",
  },
  webhooks_without_gap: {
    from: "placed",
    by: "DELETE FROM outbox WHERE order_id = $1 AND event = 'order.started'",
  },
  committed_is_in_journal: { from: "in_doubt", by: "DELETE FROM order_submits WHERE order_id = $1" },
  journal_is_committed: {
    from: "not_released",
    by: "UPDATE order_submits SET outcome = NULL WHERE order_id = $1",
  },
  submit_under_fence: { from: "submitting", by: "UPDATE order_submits SET fence = 7 WHERE order_id = $1" },
  doubt_is_told: {
    from: "in_doubt",
    by: "UPDATE order_submits SET intent_at = now() - interval '25 hours' WHERE order_id = $1",
  },
  due_is_looked_at: {
    from: "waiting",
    by: `UPDATE orders SET next_action_at = ${OLD}, dispatch_look_at = ${OLD} WHERE id = $1`,
  },
  silent_purchase_is_doubted: { from: "submitting", by: `UPDATE orders SET lease_until = ${OLD} WHERE id = $1` },
};

const findings = async () =>
  (
    await database.pool.query<{ rule: string; order_id: string; is_cleared: boolean }>(
      "SELECT rule, order_id, cleared_at IS NOT NULL AS is_cleared FROM audit_findings ORDER BY id",
    )
  ).rows;

test("orders that go any way there is break no rule", async () => {
  for (const go of Object.values(WAYS)) await go();
  expect(await auditInvariants(deps)).toEqual({ audited: Object.keys(WAYS).length, found: 0, cleared: 0 });
  expect(logged).toEqual([]);
});

test.each(AUDIT_RULES.map(({ name, sentence }) => [name, sentence] as const))(
  "%s: a broken rule is found, and no other (%s)",
  async (name, sentence) => {
    const { from, by } = BREAKS[name];
    await WAYS[from]();
    const { orderId } = await WAYS[from]();
    await database.pool.query("DROP INDEX order_submits_one_release");
    await force(by, [orderId]);
    await auditInvariants(deps);
    expect(await findings()).toEqual([{ rule: name, order_id: orderId, is_cleared: false }]);
    expect(logged).toMatchObject([{ level: 50, rule: name, msg: `invariant broken: ${sentence}` }]);
  },
);

test("a finding is told once, stands as long as its rule is broken, and is cleared when it holds again", async () => {
  const { orderId } = await WAYS.placed();
  await force("UPDATE orders SET placed_total_cents = 20001 WHERE id = $1", [orderId]);
  expect(await auditInvariants(deps)).toMatchObject({ found: 1, cleared: 0 });
  expect(await auditInvariants(deps)).toMatchObject({ found: 0, cleared: 0 });
  await force("UPDATE orders SET placed_total_cents = 1000 WHERE id = $1", [orderId]);
  expect(await auditInvariants(deps)).toMatchObject({ found: 0, cleared: 1 });
  await force("UPDATE orders SET placed_total_cents = 20001 WHERE id = $1", [orderId]);
  expect(await auditInvariants(deps)).toMatchObject({ found: 1, cleared: 0 });
  expect((await findings()).map((finding) => finding.is_cleared)).toEqual([true, false]);
  expect(logged.map(({ level }) => level)).toEqual([50, 30, 50]);
});

test("two auditors at once tell of a finding once", async () => {
  const { orderId } = await WAYS.placed();
  await force("UPDATE orders SET placed_total_cents = 20001 WHERE id = $1", [orderId]);
  const both = await Promise.all([auditInvariants(deps), auditInvariants({ ...deps, memory: openAuditMemory() })]);
  expect(both[0].found + both[1].found).toBe(1);
});

test("it changes no order", async () => {
  for (const go of Object.values(WAYS)) await go();
  await force("UPDATE orders SET charged = 'yes' WHERE status = 'order_failed'");
  const all = async (): Promise<unknown[]> =>
    (await database.pool.query<Record<string, unknown>>("SELECT * FROM orders ORDER BY id")).rows;
  const before = await all();
  expect(await auditInvariants(deps)).toMatchObject({ found: 4 });
  expect(await all()).toEqual(before);
});

/** A thousand orders that ended yesterday. */
async function acceptOldOrders(): Promise<void> {
  const { orderId } = await WAYS.failed();
  await force(
    `WITH copies AS (
      INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents, shipping_address,
        address_sent, address_validation, marker, status, phase, failure_code, failure, charged, fence, attempts)
      SELECT gen_random_uuid(), account_id, mode, left(gen_random_uuid()::text, 36), fingerprint, retailer,
        max_price_cents, shipping_address, address_sent, address_validation, gen_random_uuid()::text, status, phase,
        failure_code, failure, charged, fence, attempts
      FROM orders, generate_series(1, 1000) WHERE id = $1 RETURNING id, account_id, mode
    ), events AS (
      INSERT INTO order_events (order_id, type, label, source) SELECT id, 'order_failed', 'x', 'x' FROM copies
    ) INSERT INTO outbox (order_id, account_id, mode, event, sequence)
      SELECT id, account_id, mode, 'order.failed', 1 FROM copies`,
    [orderId],
  );
  await force("UPDATE order_events SET occurred_at = now() - interval '1 day'");
}

test("a look asks about what moved since the last, what is open, and a few of the others: never about all", async () => {
  await acceptOldOrders();
  const open = await WAYS.in_doubt();
  deps.memory.progress = { sweptTo: "ffffffff-ffff-ffff-ffff-ffffffffffff" };
  expect(await auditInvariants(deps)).toMatchObject({ audited: 1_002, found: 0 });
  await force("UPDATE order_events SET occurred_at = now() - interval '1 day'");
  await auditInvariants(deps);
  const { audited } = await auditInvariants(deps);
  expect(audited).toBeGreaterThanOrEqual(500);
  expect(audited).toBeLessThanOrEqual(501);
  expect(open.orderId).toBeDefined();
});

test("an order that was changed behind everybody's back is found when the round comes to it", async () => {
  await acceptOldOrders();
  await auditInvariants(deps);
  await auditInvariants(deps);
  await force(`UPDATE orders SET charged = 'yes' WHERE id = (SELECT id FROM orders WHERE phase = 'done' LIMIT 1)`);
  let found = 0;
  for (let look = 0; look < 4; look += 1) found += (await auditInvariants(deps)).found;
  expect(found).toBe(1);
});

test("an order is not stuck while its retailer, a quarantine, or the lack of any worker keeps it waiting", async () => {
  const stuck = async () => {
    const { found } = await auditInvariants(deps);
    await database.pool.query("DELETE FROM audit_findings");
    return found === 1;
  };
  const { orderId } = await WAYS.waiting();
  await force(BREAKS.due_is_looked_at.by, [orderId]);
  expect(await stuck()).toBe(true);
  await database.pool.query("INSERT INTO retailers (id, open_until) VALUES ('demo-shop', now() - interval '1 minute')");
  expect(await stuck()).toBe(false);
  await database.pool.query("UPDATE retailers SET open_until = NULL, disabled_at = now()");
  expect(await stuck()).toBe(false);
  await database.pool.query("DELETE FROM retailers");
  await database.pool.query("INSERT INTO quarantines (reason, ended_at) VALUES ('restored', now())");
  expect(await stuck()).toBe(false);
  await database.pool.query("DELETE FROM quarantines");
  await database.pool.query("UPDATE workers SET started_at = now()");
  expect(await stuck()).toBe(false);
  await database.pool.query("UPDATE workers SET started_at = now() - interval '1 hour'");
  expect(await stuck()).toBe(true);
});
