import { ensureAccount } from "@cartwright/db";
import { KEY_SCOPES, newApiKey } from "../accounts/api-key.ts";
import type { Route } from "../http/route.ts";
import { bodyOf, nameOf, pathOf } from "../testing/route-requests.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { THINGS, type Thing } from "../testing/things.ts";

// Made from the route table: a route that is added is tested by being there.

let api: TestApi;
/** The owner's, with every scope. */
let own: string;

beforeAll(async () => {
  api = await startTestApi();
  await ensureAccount(api.database.db, "Somebody else");
  own = await api.newKey();
});

afterAll(() => api.close());

interface Seen {
  status: number;
  error: unknown;
}

async function ask(row: Route, key: string | undefined, id?: string): Promise<Seen> {
  const { status, body } = await api.send(row.method.toUpperCase(), pathOf(row, id), { key, body: bodyOf(api, row) });
  return { status, error: body["error"] };
}

/** The status alone: a stream of events never ends. */
async function reaches(row: Route, key: string, id: string): Promise<number> {
  const body = bodyOf(api, row);
  const response = await fetch(api.url + pathOf(row, id), {
    method: row.method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.body?.cancel();
  return response.status;
}

/** Every row that names somebody's thing, with one of the owner's made for it. */
async function ownedThings(): Promise<{ row: Route; thing: Thing }[]> {
  const owned: { row: Route; thing: Thing }[] = [];
  for (const row of api.routes) {
    if (row.owns !== undefined) owned.push({ row, thing: await THINGS[row.owns](api, own) });
  }
  return owned;
}

const withScope = () => api.routes.filter(({ scope, isKeyOptional }) => scope !== undefined && !isKeyOptional);

it("says of every route with an id in its path whose thing it names, or that anybody may read it", () => {
  const unsaid = api.routes.filter(
    ({ path, owns, scope }) => path.includes(":") && owns === undefined && scope !== undefined,
  );
  expect(unsaid.map(nameOf)).toEqual([]);
});

it("does not tell another account's things, or those of the other mode, from things that are not there", async () => {
  const strangers = [
    await api.newKey({ account: "Somebody else" }),
    await api.newKey({ account: "Somebody else", mode: "live" }),
    await api.newKey({ mode: "live" }),
  ];
  const told: unknown[] = [];
  for (const { row, thing } of await ownedThings()) {
    for (const stranger of strangers) {
      const [real, absent] = [await ask(row, stranger, thing.id), await ask(row, stranger, thing.absentId)];
      const isSame = real.status === 404 && JSON.stringify(real) === JSON.stringify(absent);
      if (!isSame) told.push([nameOf(row), real, absent]);
    }
    // The thing is there, and its owner reaches it: nothing above was refused for another reason.
    const status = await reaches(row, own, thing.id);
    if (status === 401 || status === 403 || status === 404 || status === 422 || status >= 500) {
      told.push([nameOf(row), "does not reach the owner's own thing", status]);
    }
  }
  expect(told).toEqual([]);
});

it("names nothing of another account in a body either", async () => {
  const order = await THINGS.order(api, own);
  const account = await THINGS["managed account"](api, own);
  const stranger = await api.newKey({ account: "Somebody else" });
  const bodies: [path: string, of: (id: string) => object, thing: Thing][] = [
    ["/orders", (id) => ({ ...ORDER, retailer_credentials_id: id }), account],
    [
      "/returns",
      (id) => ({ order_id: id, reason: "other", items: [{ order_item_id: order.absentId, quantity: 1 }] }),
      order,
    ],
  ];
  for (const [path, of, { id, absentId }] of bodies) {
    if (!api.routes.some((row) => row.path === path && row.method === "post")) continue;
    const real = await api.send("POST", path, { key: stranger, body: of(id) });
    const absent = await api.send("POST", path, { key: stranger, body: of(absentId) });
    expect(real.status).toBeGreaterThanOrEqual(400);
    expect(real.text.replaceAll(id, "ID")).toBe(absent.text.replaceAll(absentId, "ID"));
  }
});

it("refuses whoever sends no key, or one that is none", async () => {
  const badKeys = [
    undefined,
    "x",
    "cw_test_",
    `cw_test_${"a".repeat(38)}`,
    newApiKey("test"),
    `${own}a`,
    own.slice(0, -1),
  ];
  const letIn: unknown[] = [];
  for (const row of withScope()) {
    for (const key of badKeys) {
      const { status, error } = await ask(row, key);
      if (status !== 401 || (error as { code?: unknown }).code !== "unauthorized")
        letIn.push([nameOf(row), key, status]);
    }
  }
  expect(letIn).toEqual([]);
});

it("refuses a key that lacks the route's scope, and names the scope", async () => {
  const letIn: unknown[] = [];
  for (const row of withScope()) {
    const key = await api.newKey({ scopes: KEY_SCOPES.filter((scope) => scope !== row.scope) });
    const { status, error } = await ask(row, key);
    const { code, details } = error as { code?: unknown; details?: unknown };
    const isRefused =
      status === 403 &&
      code === "forbidden" &&
      JSON.stringify(details) === JSON.stringify({ required_scope: row.scope });
    if (!isRefused) letIn.push([nameOf(row), status, error]);
  }
  expect(letIn).toEqual([]);
});

it("takes a key that is sent for what it is even where none is asked for", async () => {
  for (const row of api.routes.filter(({ scope, isKeyOptional }) => scope !== undefined && isKeyOptional)) {
    expect([nameOf(row), (await ask(row, "cw_test_bad")).status]).toEqual([nameOf(row), 401]);
  }
});
