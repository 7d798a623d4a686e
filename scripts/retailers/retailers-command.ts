import { RETAILER_DRIVERS, RetailerDriverName } from "@cartwright/schemas";
import { ParameterName, PARAMETERS } from "../../packages/retailers/src/recordings/parameters.ts";
import type { FieldDecision } from "../../packages/retailers/src/recordings/read-recording.ts";
import type { NewAccount } from "./accounts.ts";
import { type SettingChange, toSettingChange } from "./change-settings.ts";
import {
  BadUsage,
  findOne,
  readHttpUrl,
  readWords,
  refuseWords,
  requireOne,
  requireWord,
} from "@cartwright/supervision";
import { USAGE } from "./usage.ts";

/** Of getopt's tradition: 2 for a command that was not understood, 1 for one that failed. */
const BAD_USAGE = 2;

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

export type RetailersCommand =
  | ImportCommand
  | { name: "try"; args: string[] }
  | { name: "list"; json: boolean }
  | { name: "add"; url: URL; driver: RetailerDriverName | undefined; retailerName: string | undefined }
  | { name: "set"; id: string; changes: SettingChange[] }
  | { name: "enable" | "disable"; id: string }
  | { name: "accounts disable" | "accounts free"; id: string }
  | ({ name: "accounts add" } & NewAccount)
  | { name: "accounts list" | "rotate-keys" };

/** Why there is nothing to run, and what to end with: help was asked for, or the words are not understood. */
export interface NoCommand {
  words: string;
  exitCode: number;
}

/** Reads the command line of `npm run retailers`, without asking anything outside. */
export function readRetailersCommand(args: string[]): { command: RetailersCommand } | { none: NoCommand } {
  const [name = "", ...rest] = args;
  // What `try` takes is its own affair, its help too.
  if (name !== "try" && (name === "help" || args.includes("--help") || args.includes("-h"))) {
    return { none: { words: USAGE, exitCode: 0 } };
  }
  try {
    return { command: toCommand(name, rest) };
  } catch (error) {
    if (error instanceof BadUsage) return { none: { words: `${error.message}\n\n${USAGE}`, exitCode: BAD_USAGE } };
    throw error;
  }
}

/** Writes why there is nothing to run; for help, where answers go. */
export function sayWhyNot({ words, exitCode }: NoCommand): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(words);
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

function toCommand(name: string, rest: string[]): RetailersCommand {
  switch (name) {
    case "try":
      return { name, args: rest };
    case "import":
      return toImport(rest);
    case "list": {
      const words = readWords(rest, [], ["json"]);
      refuseWords(words, name);
      return { name, json: words.flags.has("json") };
    }
    case "add":
      return toAdd(rest);
    case "set": {
      const [id = "", ...pairs] = readWords(rest, [], []).positionals;
      if (id === "" || id.includes("=") || pairs.length === 0) {
        throw new BadUsage(`set: expected an id and KEY=VALUE …. Received: ${rest.join(" ") || "nothing"}.`);
      }
      return { name, id, changes: pairs.map(toSettingChange) };
    }
    case "enable":
    case "disable":
      return { name, id: requireWord(readWords(rest, [], []), "a retailer's ID, as `list` shows it") };
    case "accounts":
      return toAccounts(rest);
    case "rotate-keys":
      refuseWords(readWords(rest, [], []), name);
      return { name };
    default:
      throw new BadUsage(
        name === "" ? "Say what to do: try, import, list, add, set, …" : `There is no command "${name}".`,
      );
  }
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

function toAdd(rest: string[]): RetailersCommand {
  const words = readWords(rest, ["driver", "name"], []);
  const driver = findOne(words, "driver");
  const expected = RETAILER_DRIVERS.filter((name) => name !== "recording");
  const known = RetailerDriverName.exclude(["recording"]).optional().safeParse(driver);
  if (!known.success) {
    const how = driver === "recording" ? " A recording is added with: import FILE." : "";
    throw new BadUsage(`--driver: expected one of ${expected.join(", ")}. Received: ${driver}.${how}`);
  }
  const url = readHttpUrl(requireWord(words, "the URL of a shop"), "URL");
  return { name: "add", url, driver: known.data, retailerName: findOne(words, "name") };
}

function toAccounts([what = "", ...rest]: string[]): RetailersCommand {
  if (what === "list") {
    refuseWords(readWords(rest, [], []), "accounts list");
    return { name: "accounts list" };
  }
  if (what === "disable" || what === "free") {
    const id = requireWord(readWords(rest, [], []), "an account's ID, as `accounts list` shows it");
    return { name: `accounts ${what}`, id };
  }
  if (what !== "add") {
    throw new BadUsage(`accounts: expected add, list, disable or free. Received: ${what === "" ? "nothing" : what}.`);
  }
  const words = readWords(rest, ["owner", "retailer", "label", "login", "password-file"], []);
  refuseWords(words, "accounts add");
  return {
    name: "accounts add",
    owner: requireOne(
      words,
      "owner",
      "the name of the account that it belongs to, as `npm run keys -- list` shows it.",
    ),
    retailer: requireOne(words, "retailer", "the ID of its retailer, as `list` shows it."),
    label: requireOne(words, "label", "what is it called, for people?"),
    login: requireOne(words, "login", "its user name or email at the shop."),
    passwordFile: findOne(words, "password-file"),
  };
}
