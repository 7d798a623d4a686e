import { randomUUID } from "node:crypto";
import { claimOrder, commitSubmit, failOrder, findTrackedOrder, recordPlaced, recordShipments } from "@cartwright/db";
import type { ShownShipments } from "@cartwright/orders";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, SAN_FRANCISCO } from "@cartwright/testing";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const BROWSER = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const URL_OF_ITEM = "http://shop.test/products/walnut-desk-organizer";
const BAD = '<img src=x onerror="alert(1)">';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function claimed() {
  const orderId = await acceptTestOrder(api.database, { metadata: { secret: "of the client" } });
  const claim = await claimOrder(api.database, { orderId, workerId: randomUUID(), leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  return claim;
}

async function placed(): Promise<string> {
  const claim = await claimed();
  const prices = onlyTotal(1_000);
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices };
  await commitSubmit(api.database.pool, claim, intent);
  const confirmation = { merchant_order_ids: ["HP-7"] };
  await recordPlaced(api.database.db, claim, { confirmation, prices, estimatedDelivery: "2026-12-02" });
  return claim.orderId;
}

const PLACE = { city: "Boise", state: "ID", zip: "83701", country: "US", location: null };
const SCAN = { time: "2026-11-23T10:00:00.000Z", status: "in_transit", message: "Picked up", ...PLACE } as const;

async function ship(orderId: string, parts: Partial<ShownShipments["parcels"][number]> = {}): Promise<void> {
  const order = await findTrackedOrder(api.database.db, orderId);
  if (order === undefined) throw new Error("the order is gone");
  const parcel = {
    carrier: "UPS",
    trackingNumber: "1Z1",
    trackingUrl: "https://ups.test/track?a=1&b=2",
    status: "in_transit" as const,
    estimatedDelivery: "2026-12-02",
    checkpoints: [SCAN],
    ...parts,
  };
  const line = { url: URL_OF_ITEM, variant: null, quantity: 1, status: "shipped", reason: null } as const;
  const shown = { parcels: [parcel], lines: [line], estimatedDelivery: null };
  await recordShipments(api.database.db, { order, lookNo: 0 }, shown, { source: "worker", nextLookMs: 1 });
}

test("tells anybody who knows an order's id where it is, and not who gets it", async () => {
  const id = await placed();
  await ship(id);
  const { status, headers, body, text } = await api.get(`/track/${id}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    order_id: id,
    current_status: "order_placed",
    estimated_delivery_date: "2026-12-02",
    destination: {
      address_line1: "123 Market Street",
      address_line2: null,
      city: "San Francisco",
      state: "CA",
      postal_code: "94105",
      country: "US",
    },
    shipments: [
      {
        carrier: "UPS",
        tracking_number: "1Z1",
        status: "in_transit",
        estimated_delivery_date: "2026-12-02",
        checkpoints: [
          {
            checkpoint_time: SCAN.time,
            status: "in_transit",
            message: "Picked up",
            ...PLACE,
          },
        ],
      },
    ],
    items: [{ url: URL_OF_ITEM, quantity: 1, variant: null, status: "shipped" }],
  });
  expect(Object.fromEntries(headers)).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    vary: "Accept",
  });
  expect(text).not.toContain("secret");
});

test("shows a browser a page that runs nothing, asks for nothing, and names nobody", async () => {
  const id = await placed();
  await ship(id, { checkpoints: [{ ...SCAN, message: "Left with Ada QUINN, (415) 693-5505" }] });
  const { status, headers, text } = await api.get(`/track/${id}`, undefined, BROWSER);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:;/,
  );
  expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
  expect(text).toContain("Your order is on its way");
  expect(text).toContain("Expected by Wednesday, December 2");
  expect(text).toContain('href="https://ups.test/track?a=1&amp;b=2" rel="noreferrer noopener nofollow"');
  expect(text).toContain("123 Market Street<br>San Francisco, CA 94105");
  for (const hidden of [SAN_FRANCISCO.first_name, SAN_FRANCISCO.last_name, "QUINN", "693", "<script", "http://www"]) {
    expect(text).not.toContain(hidden);
  }
});

test("a shop's text is text, and only addresses of the web are links", async () => {
  const id = await placed();
  const scan = { ...SCAN, message: BAD, city: BAD };
  await ship(id, { carrier: BAD, trackingNumber: `"${BAD}`, trackingUrl: "javascript:alert(1)", checkpoints: [scan] });
  const { text } = await api.get(`/track/${id}`, undefined, BROWSER);
  expect(text).not.toContain("<img");
  expect(text).not.toContain("javascript:");
  expect(text.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g)).toHaveLength(4);
});

test("says of an order that failed only that nothing is on its way", async () => {
  const claim = await claimed();
  const failure = { message: "The card ending in 4242 was declined", observed: {} };
  await failOrder(api.database.db, claim, { code: "payment_declined", failure });
  const { text } = await api.get(`/track/${claim.orderId}`, undefined, BROWSER);
  expect(text).toContain("This order was not placed");
  expect(text).not.toContain("declined");
  expect((await api.get(`/track/${claim.orderId}`)).body).toMatchObject({ current_status: "order_failed" });
});

test.each([randomUUID(), "not-an-id", "%3Cb%3E"])("there is nothing at %s, whoever asks", async (id) => {
  const json = await api.get(`/track/${id}`);
  expect(json.status).toBe(404);
  expect(json.body).toMatchObject({ error: { code: "not_found" } });
  const html = await api.get(`/track/${id}`, undefined, BROWSER);
  expect(html.status).toBe(404);
  expect(html.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(html.text).toContain("There is no order at this address");
  expect(html.text).not.toContain("<b>");
});
