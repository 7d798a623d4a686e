import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../../..");
/** Where the contracts stand beside the project; elsewhere there are the copies alone. */
export const SHARED_SEEDS = join(ROOT, "../shared/seeds");
export const KEPT_SEEDS = join(ROOT, "contracts/seeds");

type Json = Record<string, unknown>;

export interface Seed {
  text: string;
  /** Every JSON object of the text that stands by itself, in turn: bodies of requests and of answers. */
  blocks: Json[];
}

/** The seed whose file's name begins with that number: "000". */
export function readSeed(number: string, folder = existsSync(SHARED_SEEDS) ? SHARED_SEEDS : KEPT_SEEDS): Seed {
  const name = readdirSync(folder).find((file) => file.startsWith(`${number}_`));
  if (name === undefined) throw new Error(`there is no seed ${number} in ${folder}`);
  const text = readFileSync(join(folder, name), "utf8");
  return { text, blocks: [...jsonBlocks(text)] };
}

function* jsonBlocks(text: string): Generator<Json> {
  for (let at = text.indexOf("{"); at !== -1; at = text.indexOf("{", at)) {
    const block = text.slice(at, endOfObject(text, at));
    const parsed = tryParse(block);
    if (parsed !== undefined) yield parsed;
    // A brace that opens no JSON is passed over alone: what stands in it may be some.
    at += parsed === undefined ? 1 : block.length;
  }
}

/** Behind the brace that closes the one at `start`. Braces within texts do not count. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText && letter === "\\") at += 1;
    else if (letter === '"') isInText = !isInText;
    else if (!isInText && letter === "{") depth += 1;
    else if (!isInText && letter === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

function tryParse(block: string): Json | undefined {
  try {
    return JSON.parse(block) as Json;
  } catch {
    return undefined;
  }
}

/** Where an answer lacks a key of the seed's, or has a value of another type there: `items[0].quantity`. */
export function unlikeSeed(expected: unknown, actual: unknown, path = ""): string[] {
  if (typeOf(expected) !== typeOf(actual)) return [`${path}: ${typeOf(actual)}, not ${typeOf(expected)}`];
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const short = actual.length < expected.length ? [`${path}: ${actual.length} of ${expected.length} entries`] : [];
    return [
      ...short,
      ...expected.flatMap((entry, at) => (at < actual.length ? unlikeSeed(entry, actual[at], `${path}[${at}]`) : [])),
    ];
  }
  if (typeof expected !== "object" || expected === null) return [];
  // As both are objects by now.
  const found = actual as Json;
  return Object.entries(expected).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return Object.hasOwn(found, key) ? unlikeSeed(value, found[key], at) : [`${at}: not there`];
  });
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
