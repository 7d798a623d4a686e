import { listAdminActions } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, openAdminClient } from "../../testing/admin-client.ts";
import { storeSupplier } from "../../testing/store-catalogue.ts";
import { testAdmin } from "../../testing/test-admin.ts";
import { PRODUCT_URL, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let queue: OrderQueue;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-catalogue-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  admin = openAdminClient(api);
  await storeSupplier(api.database, {
    id: "sup_oak",
    columns: { name: "Oak & Sons" },
    products: [
      { id: "prod_desk", name: "Desk", variants: [{ sku: "desk-1", priceCents: 1_000 }] },
      { id: "prod_old", name: "Old", variants: [{ sku: "old-1", priceCents: 5 }] },
    ],
  });
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

const csv = (...lines: string[]) => ["supplier_id,supplier_name,product_id,product_name,sku,price_cents,url", ...lines].join("\r\n"); // prettier-ignore
const FILE = csv(
  `sup_oak,Oak & Sons,prod_desk,Desk,desk-1,1250,${PRODUCT_URL}`,
  `sup_oak,,prod_chair,"<img src=x onerror=alert(1)>",chair-1,900,${PRODUCT_URL}`,
);

it("shows the suppliers, and what each sells", async () => {
  const all = await admin.text("/catalogue");
  expect(all).toContain("Oak &amp; Sons");
  const one = await admin.text("/catalogue/sup_oak");
  for (const shown of ["prod_desk", "desk-1", "$10.00", "takes orders", PRODUCT_URL]) expect(one).toContain(shown);
  expect((await admin.get("/catalogue/sup_none")).status).toBe(404);
});

it("tells line by line what is wrong with a file, keeps the text, and imports nothing of it", async () => {
  const file = csv(`sup_oak,Oak,prod_desk,Desk,desk-1,12.50,${PRODUCT_URL}`, "sup_oak,,prod_x,X,x-1,5,nowhere");
  for (const path of ["/catalogue/import/check", "/catalogue/import"]) {
    const refused = await admin.post(path, { format: "csv", content: file });
    const words = await refused.text();
    expect([refused.status, /2 faults/.test(words)]).toEqual([422, true]);
    for (const shown of ["line 2, price_cents", "line 3, url", "prod_x,X,x-1"]) expect(words).toContain(shown);
    const [entry] = await listAdminActions(api.database.db, { limit: 1 });
    expect(entry).toMatchObject({
      outcome: "refused: validation_error",
      detail: { format: "csv", bytes: file.length },
    });
  }
  expect(await admin.text("/catalogue/sup_oak")).not.toContain("x-1");
});

it("tells first what an import would change, changes nothing, and then does just that", async () => {
  const tried = await (await admin.post("/catalogue/import/check", { format: "csv", content: FILE })).text();
  for (const shown of [
    "SKU desk-1 of prod_desk",
    "price: $10.00 → $12.50",
    "product prod_chair",
    "product prod_old",
    "products: 1 added, 0 changed, 1 unchanged, 1 taken out",
  ]) {
    expect([shown, tried.includes(shown)]).toEqual([shown, true]);
  }
  expect(tried).not.toContain("<img src=x");
  expect(await admin.text("/catalogue/sup_oak")).not.toContain("chair-1");

  const done = await admin.post("/catalogue/import", { format: "csv", content: FILE });
  expect([done.status, done.headers.get("location")]).toEqual([303, "/admin/catalogue"]);
  const page = await admin.text("/catalogue/sup_oak");
  for (const shown of ["$12.50", "chair-1", "&lt;img src=x"]) expect(page).toContain(shown);
  expect(page).not.toMatch(/<img src=x|old-1/);
  const [entry] = await listAdminActions(api.database.db, { limit: 1 });
  expect(JSON.stringify(entry)).not.toContain("chair");
});

it("takes a file that is larger than any other form, and refuses one that is larger still", async () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => `sup_big,Big,prod_${at},P ${at},big-${at},100,${PRODUCT_URL}`);
  const checked = await admin.post("/catalogue/import/check", { format: "csv", content: csv(...lines) });
  expect(checked.status).toBe(200);
  expect(await checked.text()).toContain("And 1501 more.");
  const tooLarge = await admin.post("/catalogue/import/check", { format: "csv", content: "x".repeat(9_000_000) });
  expect(tooLarge.status).toBe(413);
});
