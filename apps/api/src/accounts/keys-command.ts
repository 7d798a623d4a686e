import { parseArgs } from "node:util";
import { KeyMode } from "@cartwright/schemas";
import { BadUsage, type NoCommand, readOrExplain } from "@cartwright/supervision";
import { z } from "zod";
import { KEY_SCOPES, type KeyScope } from "./api-key.ts";
import { MAX_CENTS_A_DAY, MAX_ORDERS_A_DAY } from "./limits.ts";

/** `program`: how it was called. */
const usageOf = (program: string): string => `Usage: ${program} COMMAND

  create --account NAME [--mode test|live] [--scopes ${KEY_SCOPES.join(",")}]
      Makes a key and shows it, once. Without --mode, a test key; without --scopes, one with all of them.
  list
      Lists the keys, without what opens anything.
  limit --account NAME | --id ID [--cents-per-day N|none] [--orders-per-day N|none]
      Limits what an account, or one key, may order in a day of UTC, with live and with test keys apart. What is left out
      stays as it is. Running APIs know of it within seconds.
  revoke --id ID
      Ends a key. Running APIs forget it within seconds.
  --help
      Shows this.
`;

export type KeysCommand =
  | { name: "create"; account: string; mode: KeyMode; scopes: KeyScope[] }
  | { name: "list" }
  | {
      name: "limit";
      whose: { accountName: string } | { keyId: string };
      limits: { spendLimitCents?: number | null; orderLimit?: number | null };
    }
  | { name: "revoke"; id: string };

const OPTIONS = {
  create: ["account", "mode", "scopes"],
  list: [],
  limit: ["account", "id", "cents-per-day", "orders-per-day"],
  revoke: ["id"],
} as const;

type Given = Readonly<Record<string, string>>;

/** Reads the command line of `npm run keys`, without asking anything outside. */
export function readKeysCommand(
  args: string[],
  program = "npm run keys --",
): { command: KeysCommand } | { none: NoCommand } {
  return readOrExplain(args, usageOf(program), () => toKeysCommand(args));
}

/** Throws BadUsage. */
export function toKeysCommand(args: string[]): KeysCommand {
  const { positionals, given } = readArgs(args);
  return toCommand(positionals, given);
}

/** Not strict: Node's own sentences would send people to the manual of Node. */
function readArgs(args: string[]): { positionals: string[]; given: Given } {
  const names = Object.values(OPTIONS).flat();
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
  });
  const positionals: string[] = [];
  const given: Record<string, string> = {};
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    if (!names.some((name) => name === token.name)) throw new BadUsage(`There is no option ${token.rawName}.`);
    const isMissing = token.value === undefined || (!token.inlineValue && token.value.startsWith("-"));
    if (isMissing || token.value.trim() === "") throw new BadUsage(`${token.rawName} needs a value.`);
    given[token.name] = token.value.trim();
  }
  return { positionals, given };
}

function toCommand([name, ...rest]: string[], given: Given): KeysCommand {
  if (name === undefined) throw new BadUsage("Say what to do: create, list, limit or revoke.");
  if (!isCommand(name)) throw new BadUsage(`There is no command "${name}".`);
  if (rest.length > 0) throw new BadUsage(`${name} does not take "${rest[0]}".`);
  const foreign = Object.keys(given).find((option) => !OPTIONS[name].some((known) => known === option));
  if (foreign !== undefined) throw new BadUsage(`${name} does not take --${foreign}.`);
  if (name === "create") return toCreate(given);
  if (name === "limit") return toLimit(given);
  return name === "list" ? { name } : { name, id: toId(given["id"]) };
}

const isCommand = (name: string): name is keyof typeof OPTIONS => Object.hasOwn(OPTIONS, name);

function toLimit(given: Given): KeysCommand {
  const { account, id, "cents-per-day": cents, "orders-per-day": orders } = given;
  if ((account === undefined) === (id === undefined)) {
    throw new BadUsage("Give --account or --id: whose limit is it?");
  }
  if (cents === undefined && orders === undefined) {
    throw new BadUsage("Give --cents-per-day or --orders-per-day: what is the limit?");
  }
  return {
    name: "limit",
    whose: account === undefined ? { keyId: toId(id) } : { accountName: account },
    limits: {
      ...(cents === undefined ? {} : { spendLimitCents: toNumber("--cents-per-day", cents, MAX_CENTS_A_DAY) }),
      ...(orders === undefined ? {} : { orderLimit: toNumber("--orders-per-day", orders, MAX_ORDERS_A_DAY) }),
    },
  };
}

function toNumber(option: string, given: string, max: number): number | null {
  if (given === "none") return null;
  if (/^\d{1,15}$/.test(given) && Number(given) <= max) return Number(given);
  throw new BadUsage(`${option} must be a whole number up to ${max}, or none, not "${given}".`);
}

function toCreate(given: Given): KeysCommand {
  const { account, mode = "test", scopes = KEY_SCOPES.join(",") } = given;
  if (account === undefined) throw new BadUsage("--account is missing: whose key is it?");
  const keyMode = KeyMode.safeParse(mode);
  if (!keyMode.success) throw new BadUsage(`--mode must be test or live, not "${mode}".`);
  const list = scopes.split(",").map((scope) => toScope(scope.trim()));
  return { name: "create", account, mode: keyMode.data, scopes: [...new Set(list)] };
}

function toScope(given: string): KeyScope {
  const scope = KEY_SCOPES.find((known) => known === given);
  if (scope === undefined) throw new BadUsage(`There is no scope "${given}", only ${KEY_SCOPES.join(", ")}.`);
  return scope;
}

function toId(given: string | undefined): string {
  if (given === undefined) throw new BadUsage("--id is missing: which key? `list` shows their ids.");
  const id = z.guid().safeParse(given);
  if (!id.success) throw new BadUsage("--id must be the id of a key, as `list` shows it.");
  return id.data;
}
