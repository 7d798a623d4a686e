import { makeCart, sendPlatform, storePlatformCatalogue } from "../../testing/platform-carts.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
/** In the order that they are made: a completed one of $27.00, a risky cart of $10.00, an empty one that says little. */
let [complete, risky, empty] = ["", "", ""];
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
  complete = await makeCart(api, key, { email: "ada@example.com", channel: "online" });
  await sendPlatform(api, { path: `orders/${complete}/complete`, key });
  const lines = { line_items_attributes: [{ variant_id: "1" }] };
  risky = await makeCart(api, key, { email: "bob_100%@example.com", considered_risky: true, ...lines });
  empty = await makeCart(api, key, { email: " ", line_items_attributes: [] });
  await api.database.pool.query(
    `UPDATE platform_carts SET created_at = ('2026-03-0' || id || 'T12:00:00Z')::timestamptz,
       completed_at = CASE WHEN completed_at IS NULL THEN NULL ELSE '2026-04-01T00:00:00Z'::timestamptz END`,
  );
});
afterAll(() => api.close());

const get = (query: string) => sendPlatform(api, { method: "GET", path: `orders${query}`, key });
interface Listed {
  data: { id: string; attributes: Record<string, unknown>; relationships: Record<string, unknown> }[];
  included?: { type: string }[];
  meta: object;
  links: Record<string, string>;
}
const list = async (query: string): Promise<Listed> => {
  const { status, body, text } = await get(query);
  if (status !== 200) throw new Error(text);
  return body as unknown as Listed;
};
/** Which of the three are listed, in turn: C, R and E. */
const listed = async (query: string): Promise<string> => {
  const names = new Map([complete, risky, empty].map((id, at) => [id, "CRE"[at]]));
  return (await list(query)).data.map(({ id }) => names.get(id)).join("");
};

const FILTERS = [
  ["state_eq", "complete", "C"],
  ["state_not_eq", "complete", "RE"],
  ["state_in", "complete,confirm", "C"],
  ["number_in", "R100000001, R100000003,", "CE"],
  ["number_start", "r10000000", "CRE"],
  ["email_eq", "ada@example.com", "C"],
  ["email_cont", "EXAMPLE", "CR"],
  ["email_cont", "_100%", "R"],
  ["email_cont", "a_a", ""],
  ["email_start", "bob", "R"],
  ["email_present", "true", "CR"],
  ["email_present", "0", "E"],
  ["channel_eq", "online", "C"],
  ["channel_not_eq", "online", "RE"],
  ["payment_state_eq", "balance_due", "C"],
  ["payment_state_null", "1", "RE"],
  ["shipment_state_not_eq", "pending", "RE"],
  ["shipment_state_null", "false", "C"],
  ["total_eq", "27", "C"],
  ["total_eq", "27.0", "C"],
  ["total_in", "27.00,10", "CR"],
  ["total_gt", "10", "C"],
  ["total_gteq", "$10.00", "CR"],
  ["total_lt", "10", "E"],
  ["total_lteq", "10.0", "RE"],
  ["item_total_gteq", "20", "C"],
  ["completed_at_null", "true", "RE"],
  ["completed_at_present", "true", "C"],
  ["completed_at_gt", "2026-03-31 23:59:59 UTC", "C"],
  ["completed_at_lt", "2026-04-01T00:00:00Z", ""],
  ["completed_at_lteq", "2026-03-31T20:00:00-04:00", "C"],
  ["created_at_gteq", "2026-03-02T12:00:00Z", "RE"],
  ["created_at_lt", "2026-03-02", "C"],
  ["considered_risky_eq", "true", "R"],
  ["considered_risky_not_eq", "t", "CE"],
  ["considered_risky_in", "yes", "R"],
  ["state_eq", "", "CRE"],
  ["secret_eq", "1", "CRE"],
  ["total_between", "1", "CRE"],
] as const;

describe("filters", () => {
  it.each(FILTERS)("by %s=%s", async (filter, value, expected) => {
    expect(await listed(`?filter[${filter}]=${encodeURIComponent(value)}`)).toBe(expected);
  });

  it("all hold at once, sent encoded or not, once or again and again", async () => {
    expect(await listed("?filter%5Bemail_cont%5D=example&filter[total_lt]=20")).toBe("R");
    expect(await listed("?filter[number_in][]=R100000001&filter[number_in][]=R100000002")).toBe("CR");
    expect(await listed("?filter[total_eq]=&filter[total_eq]=27")).toBe("C");
  });

  it.each([
    ["total_eq", "much"],
    ["total_gt", "1,5"],
    ["completed_at_gt", "yesterday"],
    ["completed_at_gt", "+275760-09-13T00:00:00Z"],
    ["created_at_lt", "9999-12-31T23:59:59-14:00"],
    ["considered_risky_eq", "perhaps"],
    ["completed_at_null", "2"],
    ["email_eq", "a\0b"],
    ["email_cont", "\0"],
  ])("by %s=%j are refused, by name", async (filter, value) => {
    const { status, body } = await get(`?filter[${filter}]=${encodeURIComponent(value)}`);
    expect([status, String(body["error"])]).toEqual([400, expect.stringContaining(`filter[${filter}]`)]);
  });
});

describe("sort", () => {
  it.each([
    ["", "CRE"],
    ["total", "ERC"],
    ["-total", "CRE"],
    ["-created_at", "ERC"],
    ["completed_at", "CRE"],
    ["-completed_at,total", "CER"],
    ["-considered_risky,-number", "REC"],
    ["nothing,-id;DROP,-email", "RCE"],
  ])("%j gives %s; what is not known is passed over", async (sort, expected) => {
    expect(await listed(`?sort=${sort}`)).toBe(expected);
  });
});

describe("pages", () => {
  it.each([
    ["?per_page=2", "CR", { count: 2, total_count: 3, total_pages: 2 }],
    ["?per_page=2&page=2", "E", { count: 1, total_count: 3, total_pages: 2 }],
    ["?per_page=2&page=9", "", { count: 0, total_count: 3, total_pages: 2 }],
    ["?per_page=501", "CRE", { count: 3, total_count: 3, total_pages: 1 }],
    ["?per_page=0&page=0", "CRE", { count: 3, total_count: 3, total_pages: 1 }],
    ["?per_page=-1&page=x", "CRE", { count: 3, total_count: 3, total_pages: 1 }],
    ["?filter[state_eq]=confirm", "", { count: 0, total_count: 0, total_pages: 0 }],
  ])("%s", async (query, expected, meta) => {
    expect(await listed(query)).toBe(expected);
    const { links, meta: told } = await list(query);
    expect(told).toEqual(meta);
    expect(Object.keys(links)).toEqual(["self", "next", "prev", "last", "first"]);
    for (const link of Object.values(links))
      expect(link).toMatch(new RegExp(String.raw`^${api.url}/api/v2/platform/orders\?`));
  });

  it("are 25 long, where what is asked for is out of range", async () => {
    const other = await api.newKey({ account: "Many" });
    await api.database.pool.query(
      `INSERT INTO platform_carts (account_id, mode, api_key_id, fingerprint)
         SELECT account_id, mode, id, '' FROM api_keys, generate_series(1, 26) WHERE account_id = (SELECT id FROM accounts WHERE name = 'Many')`,
    );
    for (const [query, count] of [
      ["", 25],
      ["?per_page=501", 25],
      ["?per_page=0", 25],
      ["?per_page=500", 26],
    ] as const) {
      const { body } = await sendPlatform(api, { method: "GET", path: `orders${query}`, key: other });
      expect([query, body["meta"]]).toEqual([query, { count, total_count: 26, total_pages: count === 25 ? 2 : 1 }]);
    }
  });

  it("lead to each other, and to themselves at both ends, with all else that was asked for", async () => {
    const { links } = await list("?sort=-total&per_page=1&page=2");
    expect(await listed(new URL(links["next"] ?? "").search)).toBe("E");
    expect(await listed(new URL(links["prev"] ?? "").search)).toBe("C");
    const last = await list(new URL(links["last"] ?? "").search);
    expect(last.links["next"]).toBe(last.links["self"]);
    const first = await list(new URL(links["first"] ?? "").search);
    expect(first.links["prev"]).toBe(first.links["self"]);
  });
});

describe("what is shown", () => {
  it("is only the fields that were named, of attributes and relationships, and of what is included", async () => {
    const { data, included } = await list(
      "?fields[order]=number,line_items,nothing&fields[line_item]=quantity&include=line_items&per_page=1",
    );
    expect(data[0]).toEqual({
      id: complete,
      type: "order",
      attributes: { number: "R100000001" },
      relationships: { line_items: { data: [{ id: expect.any(String), type: "line_item" }] } },
    });
    expect(included).toEqual([
      { id: expect.any(String), type: "line_item", attributes: { quantity: 2 }, relationships: {} },
    ]);
  });

  it("includes what the contract's own example asks for, and nothing for an empty include", async () => {
    const { included } = await list("?include=line_items,variants,product");
    expect(new Set(included?.map(({ type }) => type))).toEqual(new Set(["line_item", "variant", "product"]));
    expect(await list("?include=")).not.toHaveProperty("included");
    expect(await list("")).not.toHaveProperty("included");
  });

  it.each(["nothing", "line_items.nothing", "line_items,secrets", "__proto__", "line_items.constructor"])(
    "is refused for an include of %j, in a list, of one order, and before anything is written",
    async (include) => {
      const query = `?include=${encodeURIComponent(include)}`;
      const before = (await list("")).meta;
      const answers = [
        await get(query),
        await get(`/${complete}${query}`),
        await sendPlatform(api, { method: "POST", path: `orders${query}`, key, body: { order: {} } }),
        await sendPlatform(api, { path: `orders/${risky}/complete${query}`, key }),
      ];
      for (const { status, body } of answers)
        expect([status, String(body["error"])]).toEqual([
          400,
          expect.stringContaining("is not specified as a relationship of order"),
        ]);
      expect((await list("")).meta).toEqual(before);
    },
  );
});
