import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { placeOrder } from "../../testing/place-order.ts";
import { makeCart, readCart, sendPlatform, storePlatformCatalogue } from "../../testing/platform-carts.ts";
import {
  type ContractResponse,
  contractResponses,
  KEPT_CONTRACT,
  openContractCheck,
  SHARED_CONTRACT,
} from "../../testing/platform-contract.ts";
import { type Answer, startTestApi, type TestApi } from "../../testing/test-api.ts";

const RESPONSES = contractResponses();
const ROOT = "/api/v2/platform/";
const JSON_API = "application/vnd.api+json";
const faultsBy = openContractCheck();

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
  await api.database.pool.query(`INSERT INTO platform_coupons (account_id, code, name, amount_cents)
    SELECT id, 'TEN', 'Ten off', 1000 FROM accounts WHERE name = 'Test account'`);
});
afterAll(() => api.close());

const send = (method: string, path: string, body?: unknown, by = key): Promise<Answer> =>
  sendPlatform(api, { method, path, key: by, body });
const cart = () => makeCart(api, key);
const move = async (name: string, body?: unknown) => send("PATCH", `orders/${await cart()}/${name}`, body);

async function bought(): Promise<string> {
  const id = await cart();
  await send("PATCH", `orders/${id}/complete`);
  return id;
}

async function credit(cents: number): Promise<void> {
  await api.database.pool.query("UPDATE accounts SET store_credit_cents = $1 WHERE name = 'Test account'", [cents]);
}

/** How each answer comes about, by operation and status, and what it must show of it. */
const RECIPES: Readonly<Record<string, { ask: () => Promise<Answer>; shows?: object }>> = {
  "GET orders 200": { ask: async () => (await cart(), send("GET", "orders")) },
  "POST orders 201": {
    ask: () => send("POST", "orders", { order: { line_items_attributes: [{ variant_id: "1" }] } }),
    shows: { state: "cart", item_count: 1 },
  },
  "GET orders/{id} 200": { ask: async () => send("GET", `orders/${await cart()}`), shows: { item_count: 2 } },
  "PATCH orders/{id} 200": {
    ask: async () => send("PATCH", `orders/${await cart()}`, { order: { email: "ada@example.com" } }),
    shows: { email: "ada@example.com" },
  },
  "PATCH orders/{id} 422": { ask: async () => send("PATCH", `orders/${await cart()}`, { order: { email: "nobody" } }) },
  "DELETE orders/{id} 204": { ask: async () => send("DELETE", `orders/${await cart()}`) },
  "PATCH orders/{id}/advance 200": { ask: () => move("advance"), shows: { state: "confirm", total: "27.0" } },
  "PATCH orders/{id}/next 200": { ask: () => move("next"), shows: { state: "address" } },
  "PATCH orders/{id}/complete 200": {
    ask: () => move("complete"),
    shows: { state: "complete", payment_state: "balance_due", shipment_state: "pending" },
  },
  "PATCH orders/{id}/empty 200": { ask: () => move("empty"), shows: { state: "cart", item_count: 0, total: "0.0" } },
  "PATCH orders/{id}/approve 200": { ask: () => move("approve"), shows: { approved_at: expect.any(String) } },
  "PATCH orders/{id}/cancel 200": {
    ask: async () => send("PATCH", `orders/${await bought()}/cancel`),
    shows: { state: "canceled", payment_state: "void", shipment_state: "canceled", canceled_at: expect.any(String) },
  },
  "PATCH orders/{id}/cancel 422": {
    ask: async () => {
      const id = await bought();
      await placeOrder(api, (await readCart(api, id)).order_id ?? "");
      return await send("PATCH", `orders/${id}/cancel`);
    },
  },
  "PATCH orders/{id}/use_store_credit 200": {
    ask: async () => (await credit(500), move("use_store_credit", { amount: "4.5" })),
    shows: { display_total_applied_store_credit: "$4.50", display_total_available_store_credit: "$5.00" },
  },
  "PATCH orders/{id}/use_store_credit 422": { ask: async () => (await credit(0), move("use_store_credit")) },
  "PATCH orders/{id}/apply_coupon_code 200": {
    ask: () => move("apply_coupon_code", { coupon_code: "TEN" }),
    shows: { promo_total: "10.0", total: "10.0", adjustment_total: "-10.0" },
  },
  "PATCH orders/{id}/apply_coupon_code 422": { ask: () => move("apply_coupon_code", { coupon_code: "NONE" }) },
};

const BODIES: Readonly<Record<string, unknown>> = {
  "POST orders": { order: {} },
  "PATCH orders/{id}": { order: { email: "ada@example.com" } },
  "PATCH orders/{id}/apply_coupon_code": { coupon_code: "TEN" },
};

/** What any operation answers to a stranger, and for what is not there, comes about alike. */
async function ask({
  method,
  path,
  status,
}: ContractResponse): Promise<{ answer: Answer; shows?: object | undefined }> {
  const operation = `${method} ${path.replace(ROOT, "")}`;
  const body = BODIES[operation];
  const toPath = (id: string) => path.replace(ROOT, "").replace("{id}", id);
  if (status === 401) return { answer: await send(method, toPath(await cart()), body, "cw_test_of-nobody") };
  if (status === 404) return { answer: await send(method, toPath("R199999999"), body) };
  const recipe = RECIPES[`${operation} ${status}`];
  if (recipe === undefined) throw new Error(`nothing here brings about ${operation} ${status}`);
  return { answer: await recipe.ask(), shows: recipe.shows };
}

const Resource = z.object({
  id: z.string(),
  type: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  relationships: z.record(z.string(), z.looseObject({})),
});
const Document = z.object({ data: z.union([Resource, z.array(Resource)]) });

function resourceOf(body: unknown): z.infer<typeof Resource> | undefined {
  const parsed = Document.safeParse(body);
  return parsed.success ? [parsed.data.data].flat()[0] : undefined;
}

test("keeps a contract that is the platform's own, where the two stand side by side, with forty answers", () => {
  expect(RESPONSES).toHaveLength(40);
  const texts = [KEPT_CONTRACT, SHARED_CONTRACT]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"));
  expect(new Set(texts).size).toBe(1);
});

test("knows no recipe that the contract does not ask for", () => {
  const asked = new Set(RESPONSES.map(({ method, path, status }) => `${method} ${path.replace(ROOT, "")} ${status}`));
  expect(Object.keys(RECIPES).filter((name) => !asked.has(name))).toEqual([]);
});

// Where the document says nothing of a body, it is what the same status has elsewhere.
const USUAL: Readonly<Record<number, string>> = {
  200: "#/components/schemas/resource",
  422: "#/components/schemas/validation_errors",
};

test.each(RESPONSES)("$name", async (wanted) => {
  const { answer, shows = {} } = await ask(wanted);
  const type = (answer.headers.get("content-type") ?? "").replace(/;.*/, "");
  const isEmpty = wanted.status === 204;
  expect([answer.status, type, answer.text === ""]).toEqual([wanted.status, isEmpty ? "" : JSON_API, isEmpty]);
  const schema = wanted.schema ?? USUAL[wanted.status];
  expect(schema === undefined ? [] : faultsBy(schema, answer.body)).toEqual([]);
  expect(resourceOf(answer.body)?.attributes ?? {}).toMatchObject(shows);
  const { example = answer.body } = wanted;
  expect(outlineOf(answer.body)).toEqual(outlineOf(example));
});

/** The keys of a document and of what it is about, in their order, but for our own; a refusal as it is. */
function outlineOf(body: Record<string, unknown>): object {
  const resource = resourceOf(body);
  if (resource === undefined) return body;
  return {
    document: Object.keys(body),
    attributes: Object.keys(resource.attributes).filter((name) => name !== "considered_risky"),
    relationships: Object.keys(resource.relationships),
    meta: Object.keys(body["meta"] ?? {}),
    links: Object.keys(body["links"] ?? {}),
  };
}
