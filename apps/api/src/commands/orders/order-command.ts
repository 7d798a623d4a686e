import { parseUsdCents } from "@cartwright/orders";
import { ORDER_STATUSES, OrderStatus } from "@cartwright/schemas";
import {
  BadUsage,
  findOne,
  type NoCommand,
  readOrExplain,
  readWords,
  refuseWords,
  requireOne,
  requireWord,
  type Words,
} from "@cartwright/supervision";
import { noCommand } from "../no-such-command.ts";

const MAX_LIMIT = 1_000;
const USUAL_LIMIT = 20;
const COMMANDS = ["list", "show", "retry", "resolve", "cancel"] as const;
const AN_ORDER = "an order: its id, or a number of it";

const USAGE = `cartwright orders COMMAND

  list [--status ${ORDER_STATUSES.join("|")}] [--q TEXT] [--account NAME] [--limit N]
      The newest first, ${USUAL_LIMIT} of them. --q: an id, a number of ours, the retailer's or the carrier's, or key=value of the metadata.
  list --needs-you [--limit N]
      Those that are in doubt or wait for a person, first those that have waited longest.
  show ID
      Timeline, purchases, prices against max_price, evidence, webhooks, and what people did about it.
  retry ID
      Orders what failed and was not charged once more: as a new order, in its buyer's name and under its limits.
  resolve ID placed --number NUMBER [--number NUMBER …] [--total DOLLARS] --evidence TEXT
  resolve ID not-placed --evidence TEXT
      Settles a purchase in doubt, or an order in quarantine, by what you found at the retailer. --number: what the retailer calls it.
      --total: what was charged in all, if it is known. --evidence: how you know: a mail, a page, a call.
  cancel ID
      Cancels an order that is not past its commit point.

  ID is an order's id, or one of its numbers (ORD-2026-000042, the retailer's, a parcel's).
  --json  One JSON document.
  --help  Shows this.
`;

export type OrderCommand =
  | {
      name: "list";
      status: OrderStatus | undefined;
      sought: string;
      account: string | undefined;
      limit: number;
    }
  | { name: "list needs-you"; limit: number }
  | { name: "show"; id: string }
  | { name: "retry"; id: string }
  | { name: "cancel"; id: string }
  /** As a tool sends it to the admin area: what does not fit is refused where that is. */
  | { name: "resolve"; id: string; body: Record<string, unknown> };

/** Reads the words behind `cartwright orders`, without asking anything outside. */
export function readOrderCommand(args: string[]): { command: OrderCommand } | { none: NoCommand } {
  return readOrExplain(args, USAGE, () => toCommand(args));
}

function toCommand([name = "", ...rest]: string[]): OrderCommand {
  switch (name) {
    case "list":
      return toList(rest);
    case "show":
    case "retry":
    case "cancel":
      return { name, id: requireWord(readWords(rest, [], []), AN_ORDER) };
    case "resolve":
      return toResolve(rest);
    default:
      throw new BadUsage(noCommand(name, COMMANDS));
  }
}

function toList(rest: string[]): OrderCommand {
  const words = readWords(rest, ["status", "q", "account", "limit"], ["needs-you"]);
  refuseWords(words, "list");
  const limit = toLimit(findOne(words, "limit"));
  if (words.flags.has("needs-you")) {
    const foreign = ["status", "q", "account"].find((option) => findOne(words, option) !== undefined);
    if (foreign !== undefined) throw new BadUsage(`--needs-you goes with --limit alone, not with --${foreign}.`);
    return { name: "list needs-you", limit };
  }
  const status = findOne(words, "status");
  const known = OrderStatus.optional().safeParse(status);
  if (!known.success) {
    throw new BadUsage(`--status: expected one of ${ORDER_STATUSES.join(", ")}. Received: ${status}.`);
  }
  const [sought, account] = [findOne(words, "q") ?? "", findOne(words, "account")];
  return { name: "list", status: known.data, sought, account, limit };
}

function toLimit(given: string | undefined): number {
  if (given === undefined) return USUAL_LIMIT;
  if (/^\d{1,4}$/.test(given) && Number(given) >= 1 && Number(given) <= MAX_LIMIT) return Number(given);
  throw new BadUsage(`--limit: expected a whole number from 1 to ${MAX_LIMIT}. Received: ${given}.`);
}

function toResolve(rest: string[]): OrderCommand {
  const words = readWords(rest, ["number", "total", "evidence"], []);
  const [id = "", outcome = "", ...others] = words.positionals;
  if (id === "" || others.length > 0 || (outcome !== "placed" && outcome !== "not-placed")) {
    throw new BadUsage(
      `resolve: expected an order and its outcome, placed or not-placed. Received: ${words.positionals.join(" ") || "nothing"}.`,
    );
  }
  const evidence = requireOne(words, "evidence", "how do you know? A mail, a page, a call.");
  if (outcome === "placed") return { name: "resolve", id, body: { outcome, ...whatWasPlaced(words), evidence } };
  const foreign = ["number", "total"].find((option) => words.given[option] !== undefined);
  if (foreign !== undefined) throw new BadUsage(`--${foreign}: what was not placed has none.`);
  return { name: "resolve", id, body: { outcome: "not_placed", evidence } };
}

function whatWasPlaced(words: Words): Record<string, unknown> {
  const numbers = words.given["number"] ?? [];
  if (numbers.length === 0) throw new BadUsage("--number is missing: what does the retailer call the order?");
  const total = findOne(words, "total");
  const cents = total === undefined ? null : parseUsdCents(total);
  if (cents === undefined) throw new BadUsage(`--total: expected dollars and cents, as 42.95. Received: ${total}.`);
  return { merchant_order_ids: numbers, total: cents };
}
