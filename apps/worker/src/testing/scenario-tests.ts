import { DEMO_SCENARIOS, type DemoScenario } from "@cartwright/retailers/demo-shop/scenarios";
import type { Variant } from "@cartwright/schemas";
import { acceptTestOrder, SAN_FRANCISCO } from "@cartwright/testing";
import type { Buying } from "./buying.ts";

const scenariosThatEndAs = (status: DemoScenario["expectedStatus"]) =>
  DEMO_SCENARIOS.filter((scenario) => scenario.expectedStatus === status).map(
    (scenario) => [scenario.scenario, scenario] as const,
  );

/**
 * What every driver of the demo shop has to do: each scenario ends as its list says and as the shop's ledger has it, and what
 * is ordered arrives. `variant`: the sweater in M and Navy, in the words of the test.
 */
export function testScenarios(buying: () => Buying, variant: Variant[]): void {
  test.each(scenariosThatEndAs("order_placed"))(
    "%s is placed once, as the shop's ledger has it",
    async (_, scenario) => {
      const { order, bought } = await buying().play(scenario);
      expect(bought).toHaveLength(1);
      expect(order).toMatchObject({ status: "order_placed", failureCode: null, charged: "yes" });
      const [line] = bought;
      expect(order.confirmation?.merchant_order_ids).toEqual([line?.order_number]);
      expect(order.priceComponents?.total).toBe(line?.total_cents);
      expect(line?.total_cents).toBeLessThanOrEqual(order.maxPriceCents);
      expect(line?.reference).toBe(order.marker);
    },
  );

  test.each(scenariosThatEndAs("order_failed"))(
    "%s fails with its code, and nothing is bought",
    async (_, scenario) => {
      const { order, bought } = await buying().play(scenario);
      expect(bought).toEqual([]);
      expect(order).toMatchObject({ status: "order_failed", failureCode: scenario.expectedErrorType, charged: "no" });
      expect(order.failure?.message).toMatch(/\w/);
    },
  );

  test("a variant and a quantity reach the shop as ordered, at the order's address", async () => {
    const { shop, database, settled } = buying();
    const before = (await shop.ledger()).length;
    const orderId = await acceptTestOrder(database, {
      maxPriceCents: 100_000,
      poNumber: "PO-77",
      items: [
        { url: shop.productUrl("merino-crew-sweater"), quantity: 2, variant },
        { url: shop.productUrl("walnut-desk-organizer"), quantity: 3, variant: null },
      ],
    });
    const order = await settled(orderId);
    expect(order.status).toBe("order_placed");
    const [line] = (await shop.ledger()).slice(before);
    expect(line?.items).toMatchObject([
      { slug: "merino-crew-sweater", quantity: 2, variant: [{ value: "M" }, { value: "Navy" }] },
      { slug: "walnut-desk-organizer", quantity: 3 },
    ]);
    expect(line?.address).toMatchObject({
      address_line1: SAN_FRANCISCO.address_line1,
      postal_code: SAN_FRANCISCO.postal_code,
    });
    expect(line?.reference).toBe(`PO-77 ${order.marker}`);
  });
}
