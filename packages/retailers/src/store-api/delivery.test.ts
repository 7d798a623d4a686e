import { findCheapest } from "./delivery.ts";

test("the cheapest delivery is taken, and nothing that the buyer has to fetch", () => {
  const methods = [
    { name: "Express", amount: 15 },
    { name: "Store pick-up", amount: 0 },
    { name: "Click & Collect", amount: 0 },
    { name: "Standard", amount: 5.95 },
  ];
  expect(findCheapest(methods)?.name).toBe("Standard");
  expect(findCheapest(methods.slice(1, 3))).toBeUndefined();
});
