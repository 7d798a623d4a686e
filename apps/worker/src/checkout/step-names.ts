/** Every name that a step of ours may have: those of drivers, of the storefront engine's moves, and of the attempt itself. */
const STEP_NAMES = [
  "add to cart",
  "address",
  "arrange payment",
  "as a guest",
  "card",
  "choice",
  "choose gift",
  "choose payment",
  "choose shipping",
  "choose variant",
  "commit",
  "contact",
  "continue",
  "create cart",
  "empty cart",
  "enter address",
  "find driver",
  "find product",
  "gift",
  "gift message",
  "identify as guest",
  "keep address",
  "log in",
  "open account",
  "open cart",
  "open choices",
  "open history",
  "open order",
  "open product",
  "open product page",
  "open shop",
  "payment method",
  "press buy",
  "read account",
  "read answer",
  "read cart",
  "read history",
  "read offer",
  "read order",
  "read review",
  "release",
  "set quantity",
  "shipping method",
  "sign in",
  "spool",
  "start checkout",
  "tick box",
  "verify cart",
  "wait for answer",
] as const;

/** Steps of a recording are numbered and name what they press: together they are one. */
const RECORDED = "recorded step";
const OTHER = "other";

/** What a step is called where there must be no end of names: in metrics and traces. */
export const BOUNDED_STEPS: readonly string[] = [...STEP_NAMES, RECORDED, OTHER];

const KNOWN: ReadonlySet<string> = new Set(STEP_NAMES);

export function boundedStep(name: string): string {
  if (KNOWN.has(name)) return name;
  return name.startsWith(`${RECORDED} `) ? RECORDED : OTHER;
}
