import type { DemoScenarioName } from "@cartwright/retailers/demo-shop/scenarios";
import type { CartLine } from "./cart.ts";
import { scenarioOf } from "./catalogue.ts";
import { stateName } from "./states.ts";

/** The one state that the no_shipping_to_state product is shipped to. */
const ALASKA = "AK";

/** True where something in the cart plays the scenario. */
export function isPlaying(lines: readonly CartLine[], scenario: DemoScenarioName): boolean {
  return lines.some((line) => scenarioOf(line.slug) === scenario);
}

/** The scenario a purchase is filed under: of several the first that is not plain success, null for ordinary goods. */
export function scenarioPlayed(lines: readonly CartLine[]): DemoScenarioName | null {
  const played = lines.flatMap((line) => scenarioOf(line.slug) ?? []);
  return played.find((scenario) => scenario !== "success") ?? played[0] ?? null;
}

/** Why these lines cannot be sent to a state; undefined where they can. */
export function refuseDestination(lines: readonly CartLine[], state: string): string | undefined {
  const bound = lines.find((line) => scenarioOf(line.slug) === "no_shipping_to_state");
  if (bound === undefined || state === ALASKA) return undefined;
  return (
    `Sorry, we cannot ship “${bound.title}” to ${stateName(state)}: it ships to Alaska only. ` +
    "Choose another address or remove it from your cart."
  );
}
