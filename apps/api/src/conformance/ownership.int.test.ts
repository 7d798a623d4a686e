import { ensureAccount } from "@cartwright/db";
import { newAccessToken } from "../accounts/access-token.ts";
import { KEY_SCOPES, newApiKey } from "../accounts/api-key.ts";
import type { Route } from "../http/route.ts";
import { FACES } from "../routes.ts";
import { newToken } from "../testing/access-token.ts";
import { refusalsOf, refusalType } from "../testing/refusals.ts";
import { bodyOf, nameOf, pathOf } from "../testing/route-requests.ts";
import { sharedThing } from "../testing/shared-things.ts";
import { storeSeedSupplier } from "../testing/store-catalogue.ts";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { THINGS, type Thing } from "../testing/things.ts";

// Made from the route table: a route that is added, of whatever face, is tested by being there.

let api: TestApi;
/** The owner's, with every scope. */
let own: string;

beforeAll(async () => {
  api = await startTestApi();
  await ensureAccount(api.database.db, "Somebody else");
  await storeSeedSupplier(api.database);
  own = await api.newKey();
});

afterAll(() => api.close());

function ask(row: Route, key: string | undefined, id?: string): Promise<Answer> {
  return api.send(row.method.toUpperCase(), pathOf(row, id), { key, body: bodyOf(api, row) });
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

/** Whether two answers tell the same, to the letter. */
const isSame = (a: Answer, b: Answer): boolean => a.status === b.status && a.text === b.text;

/** What the owner's own thing is not answered with. A cart that is not ready for a step is refused the step, and so was reached. */
function isNotReached(row: Route, status: number): boolean {
  const ofBody = row.face === undefined ? 422 : 400;
  return [401, 403, 404, ofBody].includes(status) || status >= 500;
}

it("says of every route with an id in its path whose thing it names, or that anybody may read it", () => {
  const unsaid = api.routes.filter(
    ({ path, owns, isShared, scope }) =>
      path.includes(":") && owns === undefined && isShared !== true && scope !== undefined,
  );
  expect(unsaid.map(nameOf)).toEqual([]);
});

it("does not tell another account's things, or those of the other mode, from things that are not there", async () => {
  const another = await api.newKey({ account: "Somebody else" });
  const strangers = [
    another,
    await api.newKey({ account: "Somebody else", mode: "live" }),
    await api.newKey({ mode: "live" }),
    await newToken(api, another),
  ];
  const ownToken = await newToken(api, own);
  const told: unknown[] = [];
  for (const [at, { row, thing }] of (await ownedThings()).entries()) {
    for (const stranger of strangers) {
      const [real, absent] = [await ask(row, stranger, thing.id), await ask(row, stranger, thing.absentId)];
      const fault = refusalsOf(row.path).faultIn(real);
      if (real.status !== 404 || !isSame(real, absent) || fault !== undefined) {
        told.push([nameOf(row), fault, real.status, real.text, absent.text]);
      }
    }
    // The thing is there, and its owner reaches it: nothing above was refused for another reason. Every other row by a token.
    const status = await reaches(row, at % 2 === 0 ? own : ownToken, thing.id);
    if (isNotReached(row, status)) told.push([nameOf(row), "does not reach the owner's own thing", status]);
  }
  expect(told).toEqual([]);
});

it("shows what is everybody's to every key of its mode, and to no other", async () => {
  const [neighbour, live] = [await api.newKey({ account: "Somebody else" }), await api.newKey({ mode: "live" })];
  const told: unknown[] = [];
  for (const row of api.routes.filter(({ isShared }) => isShared === true)) {
    const id = sharedThing(row);
    for (const key of [own, neighbour]) {
      const { status } = await ask(row, key, id);
      if (status !== 200) told.push([nameOf(row), "is not shown", status]);
    }
    const [real, absent] = [await ask(row, live, id), await ask(row, live, "none_of_these")];
    if (real.status !== 404 || !isSame(real, absent)) told.push([nameOf(row), real.status, real.text, absent.text]);
  }
  expect(told).toEqual([]);
});

it("names nothing of another account in a body or a query either", async () => {
  const order = await THINGS.order(api, own);
  const account = await THINGS["managed account"](api, own);
  const cart = await THINGS["platform order"](api, own);
  const address = await THINGS["platform address"](api, own);
  const line = await THINGS["platform line item"](api, own);
  const stranger = await api.newKey({ account: "Somebody else" });
  const theirs = await THINGS["platform order"](api, stranger);
  const items = [{ order_item_id: order.absentId, quantity: 1 }];
  const platform = "/api/v2/platform";
  const naming: [request: string, of: (id: string) => object, thing: Thing][] = [
    ["POST /orders", (id) => ({ ...ORDER, retailer_credentials_id: id }), account],
    ["POST /returns", (id) => ({ order_id: id, reason: "other", items }), order],
    [`POST ${platform}/line_items`, (id) => ({ line_item: { order_id: id, variant_id: "1", quantity: 1 } }), cart],
    [`POST ${platform}/orders`, (id) => ({ order: { ship_address_id: id } }), address],
    [`PATCH ${platform}/orders/${theirs.id}`, (id) => ({ order: { bill_address_id: id } }), address],
    [
      `PATCH ${platform}/orders/${theirs.id}`,
      (id) => ({ order: { line_items_attributes: [{ id, quantity: 2 }] } }),
      line,
    ],
  ];
  const withoutIds = (text: string, id: string): string => text.replaceAll(id, "ID");
  for (const [request, of, { id, absentId }] of naming) {
    const [method = "", path = ""] = request.split(" ");
    const real = await api.send(method, path, { key: stranger, body: of(id) });
    const absent = await api.send(method, path, { key: stranger, body: of(absentId) });
    expect([request, real.status >= 400 && real.status < 500]).toEqual([request, true]);
    expect([request, withoutIds(real.text, id)]).toEqual([request, withoutIds(absent.text, absentId)]);
  }
  for (const list of ["line_items", "shipments"]) {
    const of = (id: string) => api.get(`${platform}/${list}?filter[order_id_eq]=${id}`, stranger);
    const [real, absent] = [await of(cart.id), await of(cart.absentId)];
    expect([list, real.status, withoutIds(real.text, cart.id)]).toEqual([
      list,
      404,
      withoutIds(absent.text, cart.absentId),
    ]);
  }
});

it("refuses whoever sends no key or token, or one that is none, in the words of the face", async () => {
  const token = await newToken(api, own);
  const badKeys = [
    undefined,
    "x",
    "cw_test_",
    `cw_test_${"a".repeat(38)}`,
    newApiKey("test"),
    `${own}a`,
    own.slice(0, -1),
    newAccessToken(),
    token.slice(0, -1),
  ];
  const letIn: unknown[] = [];
  for (const row of withScope()) {
    const { faultIn, isUnauthorized } = refusalsOf(row.path);
    for (const key of badKeys) {
      const answer = await ask(row, key);
      const fault = faultIn(answer);
      if (!isUnauthorized(answer) || fault !== undefined) letIn.push([nameOf(row), key, answer.status, fault]);
    }
  }
  expect(letIn).toEqual([]);
});

it("refuses a key, or a token of one, that lacks the route's scope, in the words of the face", async () => {
  const letIn: unknown[] = [];
  for (const scope of KEY_SCOPES) {
    const key = await api.newKey({ scopes: KEY_SCOPES.filter((other) => other !== scope) });
    // Of a key with every scope, a token that asked for less; and one that can have no more than its key has.
    const tokens = [await newToken(api, key), await newToken(api, own, scope.endsWith(":read") ? "write" : "read")];
    for (const row of withScope().filter((row) => row.scope === scope)) {
      const { faultIn, lacksScope } = refusalsOf(row.path);
      for (const given of [key, ...tokens]) {
        const answer = await ask(row, given);
        const fault = faultIn(answer);
        if (!lacksScope(answer, scope) || fault !== undefined) letIn.push([nameOf(row), answer.status, fault]);
      }
    }
  }
  expect(letIn).toEqual([]);
});

it("takes a key that is sent for what it is even where none is asked for", async () => {
  for (const row of api.routes.filter(({ scope, isKeyOptional }) => scope !== undefined && isKeyOptional)) {
    expect([nameOf(row), (await ask(row, "cw_test_bad")).status]).toEqual([nameOf(row), 401]);
  }
});

it.each(FACES.map(({ prefixes: [prefix] }) => `${prefix}`))(
  "refuses in the words of the face what is not there at all, below %s",
  async (prefix) => {
    const { faultIn } = refusalsOf(prefix);
    const served = api.routes.find(({ path }) => path.startsWith(prefix) && !path.includes(":"));
    const answers = [await api.send("GET", `${prefix}/no/such/path`, { key: own })];
    if (served !== undefined) answers.push(await api.send("OPTIONS", served.path, { key: own }));
    for (const answer of answers) {
      expect([404, 405]).toContain(answer.status);
      expect(answer.headers.get("content-type")).toContain(refusalType(prefix));
      expect(faultIn(answer)).toBeUndefined();
    }
  },
);
