import {
  laterItemStatus,
  laterParcelStatus,
  matchShippedLines,
  type ShippedLine,
  shippingProgress,
  tidyShipments,
  webUrl,
} from "./shipments.ts";

const SHOP = "http://shop.test/products";
const line = (slug: string, parts: Partial<ShippedLine> = {}): ShippedLine => ({
  url: `${SHOP}/${slug}`,
  variant: null,
  quantity: 1,
  status: "shipped",
  reason: null,
  ...parts,
});
const item = (slug: string, quantity = 1, size?: string) => ({
  url: `${SHOP}/${slug}`,
  quantity,
  variant: size === undefined ? null : [{ label: "Size", value: size }],
});

const statuses = (items: ReturnType<typeof item>[], lines: ShippedLine[]) =>
  matchShippedLines(items, lines).map((found) => found?.status);

test("an item is the line of its product page and variant, whatever the address carries for its shop", () => {
  const items = [item("mug?utm_source=mail"), item("sweater", 1, "M"), item("sweater", 1, "L")];
  const lines = [
    line("sweater", { variant: "L / Navy", status: "cancelled" }),
    line("sweater", { variant: "M / Navy", status: "delivered" }),
    line("mug"),
    line("gift-wrap"),
  ];
  expect(statuses(items, lines)).toEqual(["shipped", "delivered", "cancelled"]);
});

test("two items that stand on one line have its status, and several lines count where they agree", () => {
  expect(statuses([item("mug", 2), item("mug", 1)], [line("mug", { quantity: 3 })])).toEqual(["shipped", "shipped"]);
  expect(statuses([item("mug", 3)], [line("mug", { quantity: 2 }), line("mug")])).toEqual(["shipped"]);
});

test("the quantity tells lines apart that do not agree; what stays unclear has no line", () => {
  const split = [line("mug", { quantity: 2 }), line("mug", { quantity: 1, status: "ordered" })];
  expect(statuses([item("mug", 2), item("mug", 1)], split)).toEqual(["shipped", "ordered"]);
  expect(statuses([item("mug", 3)], split)).toEqual([undefined]);
  expect(statuses([item("bowl")], [line("mug"), line("bowl", { url: null })])).toEqual([undefined]);
});

test("items and parcels never go back", () => {
  expect(laterItemStatus("ordered", "shipped")).toBe("shipped");
  expect(laterItemStatus("delivered", "shipped")).toBe("delivered");
  expect(laterItemStatus("cancelled", "delivered")).toBe("cancelled");
  expect(laterParcelStatus("delivered", "undeliverable")).toBe("delivered");
  expect(laterParcelStatus("undeliverable", "delivered")).toBe("delivered");
  expect(laterParcelStatus("in_transit", "pending")).toBe("in_transit");
});

test("an order is over when all has arrived or was cancelled, or its parcels came to nothing", () => {
  const of = (
    items: ("ordered" | "shipped" | "delivered" | "cancelled")[],
    parcels: ("in_transit" | "undeliverable")[],
  ) =>
    shippingProgress(
      items.map((status) => ({ status })),
      parcels.map((status) => ({ status })),
    );
  expect(of(["ordered"], [])).toEqual({ isShipped: false, isDelivered: false, isOver: false });
  expect(of(["shipped", "delivered"], ["in_transit"])).toEqual({ isShipped: true, isDelivered: false, isOver: false });
  expect(of(["delivered", "cancelled"], [])).toEqual({ isShipped: true, isDelivered: true, isOver: true });
  expect(of(["cancelled"], [])).toEqual({ isShipped: false, isDelivered: false, isOver: true });
  expect(of(["shipped"], ["undeliverable"])).toEqual({ isShipped: true, isDelivered: false, isOver: true });
  expect(of(["shipped", "ordered"], ["undeliverable"]).isOver).toBe(false);
});

test("only addresses of the web are links", () => {
  expect(webUrl("https://ups.test/track?n=1")).toBe("https://ups.test/track?n=1");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "//ups.test", "", null]) expect(webUrl(url)).toBeNull();
});

test("what cannot be kept of a page is left out, and the rest is bounded", () => {
  const place = { city: " ", state: "OR", zip: null, country: null, location: null };
  const scan = {
    time: "2026-11-23T10:00:00-05:00",
    status: "in_transit",
    message: "x".repeat(9_999),
    ...place,
  } as const;
  const parcel = {
    carrier: " UPS\u0000 ",
    trackingNumber: "1Z",
    trackingUrl: "javascript:alert(1)",
    status: "in_transit",
    estimatedDelivery: "soon",
    checkpoints: [{ ...scan, time: "yesterday" }, scan],
  } as const;
  const tidy = tidyShipments({
    lines: [],
    estimatedDelivery: "2026-13-45",
    parcels: [
      { ...parcel, checkpoints: [...parcel.checkpoints] },
      { ...parcel, carrier: " ", checkpoints: [] },
    ],
  });
  expect(tidy).toMatchObject({
    estimatedDelivery: null,
    parcels: [{ carrier: "UPS", trackingUrl: null, estimatedDelivery: null }],
  });
  expect(tidy.parcels[0]?.checkpoints).toMatchObject([{ time: "2026-11-23T15:00:00.000Z", city: null, state: "OR" }]);
  expect(tidy.parcels[0]?.checkpoints[0]?.message).toHaveLength(500);
});
