import type { OrderHour } from "@cartwright/db";
import { hourBars } from "./hours-chart.tsx";
import { retailerFigures } from "./retailer-figures.ts";

const NOW = new Date("2026-03-02T10:20:00Z");

const hour = (at: string, part: Partial<OrderHour> = {}): OrderHour => ({
  hour: new Date(`2026-03-02T${at}:00:00Z`),
  mode: "live",
  retailer: "shop",
  accepted: 0,
  placed: 0,
  failed: 0,
  cancelled: 0,
  placedCents: 0,
  placeSecondsSum: 0,
  placeSecondsP50: null,
  placeSecondsP95: null,
  failureCodes: {},
  ...part,
});

it("draws this hour last, hours without orders too, and all retailers of an hour together", () => {
  const bars = hourBars(
    [
      hour("08", { accepted: 3, placed: 2 }),
      hour("08", { accepted: 1, failed: 1, retailer: "other", mode: "test" }),
      hour("10", { accepted: 5 }),
    ],
    3,
    NOW,
  );
  expect(bars.map(({ hour: at, accepted, placed, failed }) => [at.getUTCHours(), accepted, placed, failed])).toEqual([
    [8, 4, 2, 1],
    [9, 0, 0, 0],
    [10, 5, 0, 0],
  ]);
});

it("sums up a retailer over its hours, leaving out what buyers cancelled", () => {
  const figures = retailerFigures([
    hour("08", {
      placed: 3,
      failed: 2,
      cancelled: 1,
      placeSecondsSum: 30,
      placeSecondsP95: 12,
      failureCodes: { cancelled: 1, login_failed: 1 },
    }),
    hour("09", { failed: 2, failureCodes: { checkout_failed: 2 } }),
    hour("10", { placed: 3, placeSecondsSum: 6, placeSecondsP95: 4 }),
  ]);
  expect(figures).toEqual([
    {
      retailer: "shop",
      placed: 6,
      failed: 3,
      successRate: 6 / 9,
      meanSeconds: 6,
      worstP95Seconds: 12,
      topFailure: "checkout_failed",
    },
  ]);
});

it("says nothing of a rate or a time where nothing was finished, and puts the busiest first", () => {
  const figures = retailerFigures([hour("10", { accepted: 9 }), hour("10", { placed: 1, retailer: "busy" })]);
  expect(figures.map(({ retailer, successRate, meanSeconds }) => [retailer, successRate, meanSeconds])).toEqual([
    ["busy", 1, 0],
    ["shop", null, null],
  ]);
});
