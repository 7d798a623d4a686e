import { RETAILER_DRIVERS, RetailerDriverName } from "@cartwright/schemas";
import {
  BadUsage,
  findOne,
  type NoCommand,
  readHttpUrl,
  readOrExplain,
  readWords,
  refuseWords,
  requireOne,
  requireWord,
} from "@cartwright/supervision";
import type { NewAccount } from "./accounts.ts";
import { type SettingChange, toSettingChange } from "./change-settings.ts";
import { usageOf } from "./usage.ts";

/** What the retailers' commands do in the database alone, so that they can do it wherever the API runs. */
export type ShopCommand =
  | { name: "list"; json: boolean }
  | { name: "add"; url: URL; driver: RetailerDriverName | undefined; retailerName: string | undefined }
  | { name: "set"; id: string; changes: SettingChange[] }
  | { name: "enable" | "disable"; id: string }
  | { name: "accounts disable" | "accounts free"; id: string }
  | ({ name: "accounts add" } & NewAccount)
  | { name: "accounts list" | "rotate-keys" };

/** What wants a browser, or files and a terminal to ask at: it is done by `npm run retailers` in a working copy. */
const ELSEWHERE = new Set(["try", "import"]);

/** Reads the words behind `cartwright retailers`. */
export function readShopCommand(args: string[]): { command: ShopCommand } | { none: NoCommand } {
  return readOrExplain(args, usageOf("cartwright retailers"), () => toShopCommand(args));
}

/** Throws BadUsage. */
export function toShopCommand([name = "", ...rest]: string[]): ShopCommand {
  switch (name) {
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
      throw new BadUsage(whyNone(name));
  }
}

function whyNone(name: string): string {
  if (name === "") return "Say what to do: try, import, list, add, set, …";
  if (!ELSEWHERE.has(name)) return `There is no command "${name}".`;
  return `${name} is done in a working copy, not in the API's image: npm run retailers -- ${name} …`;
}

function toAdd(rest: string[]): ShopCommand {
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

function toAccounts([what = "", ...rest]: string[]): ShopCommand {
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
