import type { CartState } from "@cartwright/schemas";

/** What can happen to an order of the platform face. `next` never buys: that is `complete`'s alone. */
export type CartEvent = "next" | "complete" | "cancel" | "resume";

/** What must be there before a state is left. */
export type CartRequirement = "line_items" | "ship_address" | "shipping";

interface CartStateRules {
  /** Where each event leads; one that is not named is refused. */
  on: Partial<Record<CartEvent, CartState>>;
  /** Of the way to `complete`: what is wanted to leave this state. */
  requires: readonly CartRequirement[];
  /** Whether shipping and tax are part of the totals. */
  isQuoted: boolean;
}

/** The state machine. A native order exists from `complete` on. */
export const CART_LIFECYCLE = {
  cart: { on: { next: "address" }, requires: ["line_items"], isQuoted: false },
  address: { on: { next: "delivery" }, requires: ["ship_address"], isQuoted: false },
  delivery: { on: { next: "payment" }, requires: ["shipping"], isQuoted: true },
  payment: { on: { next: "confirm" }, requires: [], isQuoted: true },
  confirm: { on: { complete: "complete" }, requires: [], isQuoted: true },
  complete: { on: { cancel: "canceled" }, requires: [], isQuoted: true },
  canceled: { on: { resume: "resumed" }, requires: [], isQuoted: true },
  resumed: { on: { cancel: "canceled" }, requires: [], isQuoted: true },
} as const satisfies Record<CartState, CartStateRules>;

/** What a cart has of what is required. */
export type CartFacts = Readonly<Record<CartRequirement, boolean>>;

/** `missing`: the state is not left before these are there. `refused`: the event means nothing in that state. */
export type CartMove =
  | { kind: "moved"; state: CartState }
  | { kind: "missing"; requirements: CartRequirement[] }
  | { kind: "refused" };

/** One move. */
export function moveCart(state: CartState, event: CartEvent, facts: CartFacts): CartMove {
  const { on, requires }: CartStateRules = CART_LIFECYCLE[state];
  const next = on[event];
  if (next === undefined) return { kind: "refused" };
  const requirements = requires.filter((requirement) => !facts[requirement]);
  return requirements.length > 0 ? { kind: "missing", requirements } : { kind: "moved", state: next };
}

/** The states that a cart passes when it goes on as far as it can without buying, in turn; empty: it stays where it is. */
export function advanceCart(state: CartState, facts: CartFacts): CartState[] {
  const passed: CartState[] = [];
  for (let at = moveCart(state, "next", facts); at.kind === "moved"; at = moveCart(at.state, "next", facts)) {
    passed.push(at.state);
  }
  return passed;
}

/** The states from where it is to `complete`, that one included, each left once: undefined where there is no such way. */
export function wayToComplete(state: CartState): CartState[] | undefined {
  const way: CartState[] = [];
  let at: CartState | undefined = state;
  while (at !== undefined && at !== "complete") {
    const { on }: CartStateRules = CART_LIFECYCLE[at];
    at = on.next ?? on.complete;
    if (at !== undefined) way.push(at);
  }
  return at === undefined || way.length === 0 ? undefined : way;
}

/**
 * The state that a cart can still be in, after it was changed: one that lost its lines or its address goes back to where they are
 * asked for. Shipping is not looked at: that is what the catalogue says, not the cart, and it is asked again on the way.
 */
export function settleCart(state: CartState, facts: Pick<CartFacts, "line_items" | "ship_address">): CartState {
  if (!isInCheckout(state) || state === "cart") return state;
  if (!facts.line_items) return "cart";
  return state !== "address" && !facts.ship_address ? "address" : state;
}

/** Whether a cart in that state may still be changed: nothing has been bought. */
export function isInCheckout(state: CartState): boolean {
  return wayToComplete(state) !== undefined;
}
