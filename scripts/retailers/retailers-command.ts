import {
  BadUsage,
  findOne,
  type NoCommand,
  readHttpUrl,
  readOrExplain,
  readWords,
  requireOne,
  requireWord,
} from "@cartwright/supervision";
import { type ShopCommand, toShopCommand } from "../../apps/api/src/commands/retailers/shop-command.ts";
import { usageOf } from "../../apps/api/src/commands/retailers/usage.ts";
import { ParameterName, PARAMETERS } from "../../packages/retailers/src/recordings/parameters.ts";
import type { FieldDecision } from "../../packages/retailers/src/recordings/read-recording.ts";

/** What a step may type of an order, beside `variant:LABEL`. */
export const FIELDS = PARAMETERS.filter((name) => name !== "variant" && name !== "product_url");

export interface ImportCommand {
  name: "import";
  file: string;
  /** The product that was bought while recording. */
  url: URL;
  /** The file that says what was typed. */
  told: string | undefined;
  fields: ReadonlyMap<number, FieldDecision>;
  buyStep: number | undefined;
  retailerName: string | undefined;
}

export type RetailersCommand = ImportCommand | { name: "try"; args: string[] } | ShopCommand;

/** Reads the command line of `npm run retailers`, without asking anything outside. */
export function readRetailersCommand(args: string[]): { command: RetailersCommand } | { none: NoCommand } {
  const [name, ...rest] = args;
  // What `try` takes is its own affair, its help too.
  if (name === "try") return { command: { name, args: rest } };
  return readOrExplain(args, usageOf("npm run retailers --"), () =>
    name === "import" ? toImport(rest) : toShopCommand(args),
  );
}

/** "postal_code", "variant:Size", "keep" or "card"; undefined for anything else. */
export function readFieldDecision(text: string): FieldDecision | undefined {
  const words = text.trim();
  if (words === "keep" || words === "card") return words;
  const label = /^variant:(.+)$/s.exec(words)?.[1]?.trim();
  if (label !== undefined && label !== "") return { $parameter: "variant", label };
  const name = ParameterName.exclude(["variant"]).safeParse(words);
  return name.success ? { $parameter: name.data } : undefined;
}

function toImport(rest: string[]): ImportCommand {
  const words = readWords(rest, ["url", "told", "field", "buy-step", "name"], []);
  const buyStep = findOne(words, "buy-step");
  if (buyStep !== undefined && !/^[1-9]\d*$/.test(buyStep)) {
    throw new BadUsage(`--buy-step: expected a step's number. Received: ${buyStep}.`);
  }
  return {
    name: "import",
    file: requireWord(words, "the file of one recording"),
    url: readHttpUrl(requireOne(words, "url", "which product was bought while recording?"), "--url"),
    told: findOne(words, "told"),
    fields: new Map((words.given["field"] ?? []).map(toField)),
    buyStep: buyStep === undefined ? undefined : Number(buyStep),
    retailerName: findOne(words, "name"),
  };
}

/** "step 12=postal_code". */
function toField(text: string): [number, FieldDecision] {
  const [, step = "", what = ""] = /^(?:step\s*)?([1-9]\d*)\s*=\s*(.+)$/s.exec(text) ?? [];
  const decision = readFieldDecision(what);
  if (step !== "" && decision !== undefined) return [Number(step), decision];
  throw new BadUsage(
    `--field: expected 'step N=WHAT', WHAT being ${[...FIELDS, "variant:LABEL", "keep"].join(", ")} or card. Received: ${text}.`,
  );
}
