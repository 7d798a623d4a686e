import { parseArgs } from "node:util";
import { parseUrl } from "@cartwright/schemas";

/** A command line that was not understood; the message names what came and what was expected. */
export class BadUsage extends Error {}

export interface Words {
  positionals: string[];
  /** What was given of each option, in order. */
  given: Readonly<Record<string, readonly string[]>>;
  flags: ReadonlySet<string>;
}

/** Not strict: Node's own sentences would send people to the manual of Node. */
export function readWords(args: string[], options: readonly string[], flags: readonly string[]): Words {
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }])),
      ...Object.fromEntries(options.map((name) => [name, { type: "string" as const }])),
    },
  });
  const positionals: string[] = [];
  const given: Record<string, string[]> = {};
  const set = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value = "" } = token;
    if (flags.includes(name)) set.add(name);
    else if (!options.includes(name)) throw new BadUsage(`${rawName}: there is no such option here.`);
    else if (value.trim() === "" || (token.inlineValue === false && value.startsWith("-"))) {
      throw new BadUsage(`${rawName} needs a value. Received: ${value === "" ? "nothing" : value}.`);
    } else given[name] = [...(given[name] ?? []), value.trim()];
  }
  return { positionals, given, flags: set };
}

/** The one value of an option; undefined where it was not given. */
export function findOne({ given }: Words, name: string): string | undefined {
  const values = given[name] ?? [];
  if (values.length > 1) throw new BadUsage(`--${name} may be given once. Received: ${values.join(", ")}.`);
  return values[0];
}

export function requireOne(words: Words, name: string, what: string): string {
  const value = findOne(words, name);
  if (value === undefined) throw new BadUsage(`--${name} is missing: ${what}`);
  return value;
}

/** The only word behind the command. */
export function requireWord({ positionals }: Words, what: string): string {
  const [word, ...others] = positionals;
  if (word !== undefined && others.length === 0) return word;
  throw new BadUsage(`Expected ${what}. Received: ${positionals.length === 0 ? "nothing" : positionals.join(" ")}.`);
}

export function refuseWords({ positionals }: Words, command: string): void {
  if (positionals.length > 0) throw new BadUsage(`${command} takes no words. Received: ${positionals.join(" ")}.`);
}

export function readHttpUrl(text: string, where: string): URL {
  const url = parseUrl(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new BadUsage(`${where}: expected an http(s) URL. Received: ${text}.`);
}
