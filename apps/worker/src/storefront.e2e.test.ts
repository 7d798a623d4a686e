import { openDriver } from "@cartwright/retailers/drivers";
import { RetailerSettings } from "@cartwright/schemas";
import { type Buying, startBuying } from "./testing/buying.ts";
import { testScenarios } from "./testing/scenario-tests.ts";

// The demo shop without the driver that was written for it: the storefront engine drives it like a shop it has never seen. Its
// profile adds the two refusals that are proven to store no order, and where the sandbox's customer finds its orders.

let buying: Buying;

beforeAll(async () => {
  const shop = {
    id: "demo-shop",
    driver: "storefront" as const,
    // The sandbox's own customer sees in its history what guests bought with its email.
    settings: RetailerSettings.parse({ checkout_email: "buyer@example.com" }),
    recording: null,
  };
  buying = await startBuying({
    change: (outside) => ({ ...outside, openDriver: () => openDriver(shop, { useProfiles: true }) }),
  });
});

afterAll(() => buying.close());

testScenarios(
  () => buying,
  [
    { label: "size", value: "medium" },
    { label: "Colour", value: "navy" },
  ],
);
