import { randomBytes, randomUUID } from "node:crypto";
import type { Route } from "../http/route.ts";
import { ORDER, type TestApi } from "./test-api.ts";

type Owned = NonNullable<Route["owns"]>;

/** Something real, and an id like its own that nothing has. */
export interface Thing {
  id: string;
  absentId: string;
}

interface Owner {
  account_id: string;
  mode: string;
  id: string;
}

/** Makes one of a kind, for the account and the mode of a key. A kind that is not here fails the tests of ownership by its name. */
export const THINGS: Record<Owned, (api: TestApi, key: string) => Promise<Thing>> = {
  order: async (api, key) => ({ id: await makeOrder(api, key), absentId: randomUUID() }),

  "bulk batch": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO bulk_batches (id, account_id, mode, api_key_id, fingerprint, row_count, status)
       VALUES ($1, $2, $3, $4, $5, 0, 'completed')`,
      [id, owner.account_id, owner.mode, owner.id, "0".repeat(64)],
    );
    return { id, absentId: randomUUID() };
  },

  "webhook delivery": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO outbox (webhook_id, account_id, mode, event, sequence, state, body)
       VALUES ($1, $2, $3, 'webhook.test', 0, 'gave_up', '{}')`,
      [id, owner.account_id, owner.mode],
    );
    return { id, absentId: randomUUID() };
  },

  "managed account": async (api, key) => {
    const login = { email: `${randomUUID()}@example.com`, password: "hunter22", retailer: "demo-shop" };
    const { status, body, text } = await api.send("POST", "/managed-accounts", { key, body: login });
    if (status !== 201) throw new Error(`a managed account was not kept: ${text}`);
    return { id: String(body["short_id"]), absentId: `cw_acct_${randomBytes(4).toString("hex")}` };
  },

  "return request": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO return_requests (id, order_id, account_id, mode, reason, items) VALUES ($1, $2, $3, $4, 'other', '[]')`,
      [id, await makeOrder(api, key), owner.account_id, owner.mode],
    );
    return { id, absentId: randomUUID() };
  },
};

async function makeOrder(api: TestApi, key: string): Promise<string> {
  const { status, body } = await api.post(ORDER, key);
  if (status !== 201) throw new Error(`an order was not accepted: ${JSON.stringify(body)}`);
  return String(body["id"]);
}

async function ownerOf({ database }: TestApi, key: string): Promise<Owner> {
  const { rows } = await database.pool.query<Owner>(
    "SELECT account_id, mode, id FROM api_keys WHERE sha256 = encode(sha256($1::bytea), 'hex')",
    [Buffer.from(key)],
  );
  const [owner] = rows;
  if (owner === undefined) throw new Error("there is no such key");
  return owner;
}
