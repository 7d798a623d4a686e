import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger, type Purchase } from "./ledger.ts";

const draft: Omit<Purchase, "order_number"> = {
  placed_at: "2026-03-02T10:00:00.000Z",
  session: "s",
  email: "ann@example.com",
  reference: null,
  items: [],
  address: {
    first_name: "Ann",
    last_name: "Lee",
    address_line1: "1 Main St",
    address_line2: null,
    city: "Austin",
    state: "TX",
    postal_code: "78701",
    phone_number: "5125550100",
    country: "US",
  },
  shipping_method: "standard",
  payment_method: "pay_later",
  subtotal_cents: 0,
  discount_cents: 0,
  shipping_cents: 0,
  tax_cents: 0,
  total_cents: 0,
  scenario: null,
};

describe("the ledger", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "demo-shop-ledger-"));
    path = join(folder, "new", "ledger.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("stores one line a call, in order, however many come at once", async () => {
    const ledger = await openLedger(path);
    await Promise.all(Array.from({ length: 50 }, () => ledger.append(draft)));
    await ledger.close();
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const numbers = lines.map((line) => (JSON.parse(line) as Purchase).order_number);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => `HP-${100_042 + index}`));
  });

  test("has a purchase on disk before it is acknowledged", async () => {
    const ledger = await openLedger(path);
    const purchase = await ledger.append(draft);
    expect(await readFile(path, "utf8")).toBe(`${JSON.stringify(purchase)}\n`);
    await ledger.close();
  });

  test.each(["", "\n"])("cuts off a line torn by a crash and goes on numbering (ending %j)", async (ending) => {
    const first = await openLedger(path);
    await first.append(draft);
    await first.close();
    await appendFile(path, `{"order_number":"HP-100043","placed_at":"2026-0${ending}`);

    const second = await openLedger(path);
    expect(second.purchases().map((purchase) => purchase.order_number)).toEqual(["HP-100042"]);
    expect((await second.append(draft)).order_number).toBe("HP-100043");
    await second.close();
    expect((await readFile(path, "utf8")).trimEnd().split("\n")).toHaveLength(2);
  });

  test("does not open over a bad line that is not the last one", async () => {
    const ledger = await openLedger(path);
    const purchase = await ledger.append(draft);
    await ledger.close();
    await writeFile(path, `not a purchase\n${JSON.stringify(purchase)}\n`);
    await expect(openLedger(path)).rejects.toThrow("line 1");
  });
});
