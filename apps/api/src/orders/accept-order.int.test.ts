import { randomUUID } from "node:crypto";
import type { Database } from "@cartwright/db";
import { ErrorBody } from "@cartwright/schemas";
import { ORDER, startTestApi } from "../testing/test-api.ts";

/** Its reads fail as if the connection were lost, from the one so many on, so many times. */
function losingReads(db: Database, from: number, times: number): Database {
  let reads = 0;
  return new Proxy(db, {
    get(target, name: keyof Database) {
      if (name === "select" && ++reads >= from && reads < from + times) {
        throw Object.assign(new Error("Failed query: params: 123 Market Street"), {
          cause: Object.assign(new Error("connection lost"), { code: "ECONNRESET" }),
        });
      }
      const value: unknown = target[name];
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

// The first read looks for the key; the second one reads the order that was just stored.
const startLosing = (from: number, times: number) =>
  startTestApi((database) => ({ database: { pool: database.pool, db: losingReads(database.db, from, times) } }));

it("answers 201 although the connection is lost right after the order was stored", async () => {
  const api = await startLosing(2, 2);
  const answer = await api.post(ORDER, await api.newKey());
  expect(answer.status).toBe(201);
  expect(await api.countOrders()).toBe(1);
  await api.close();
});

it("never says 503 of an order that is stored: it says its id", async () => {
  const api = await startLosing(2, 1_000);
  const answer = await api.post({ ...ORDER, idempotency_key: randomUUID() }, await api.newKey());
  const { error } = ErrorBody.parse(answer.body);
  expect([answer.status, error.code]).toEqual([500, "internal_error"]);
  const stored = await api.database.pool.query<{ id: string }>("SELECT id FROM orders");
  expect(error.details["order_id"]).toBe(stored.rows[0]?.id);
  expect(api.logLines.join("")).not.toMatch(/Market/);
  await api.close();
});

it("says 503 when nothing was stored, and which key to try again with", async () => {
  const api = await startLosing(1, 1_000);
  const answer = await api.post(ORDER, await api.newKey());
  expect([answer.status, ErrorBody.parse(answer.body).error.code]).toEqual([503, "service_unavailable"]);
  expect(await api.countOrders()).toBe(0);
  await api.close();
});
