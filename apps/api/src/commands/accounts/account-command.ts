import { AccountName } from "@cartwright/schemas";
import { BadUsage, type NoCommand, readOrExplain, readWords, refuseWords, requireWord } from "@cartwright/supervision";
import { type KeysCommand, toKeysCommand } from "../../accounts/keys-command.ts";
import { type CatalogueCommand, toCatalogueCommand } from "../../catalogue/catalogue-command.ts";
import { noCommand } from "../no-such-command.ts";

const COMMANDS = ["list", "show", "add", "limit", "set", "credit"] as const;
const A_NAME = "an account's name, as `list` shows it";

const USAGE = `cartwright accounts COMMAND

  list
      Every account of this deployment, with its keys that open something, its limits, and what it ordered today (UTC).
  show NAME
      One of them, with its keys and settings.
  add NAME
      Makes an account. It orders with a key: cartwright keys create --account NAME
  limit NAME [--cents-per-day N|none] [--orders-per-day N|none]
      Limits what it may order in a day of UTC, with live and with test keys apart. What is left out stays as it is.
  set NAME [--platform-fee CENTS] [--tolerance CENTS] [--recipient-name NAME --recipient-phone NUMBER]
           [--payment-method "card BRAND LAST4"|"bank_account NAME LAST4"|invoice|none]
      What its orders through the supplier API cost beside the goods, how far above a quote a total may be, who receives where a
      request names nobody, and the means of payment that it is shown.
  credit NAME CENTS
      Sets the store credit that it may pay with through the platform API.

  Accounts at shops are of another kind: cartwright retailers accounts
  --json  One JSON document.
  --help  Shows this.
`;

export type AccountCommand =
  | { name: "list" }
  | { name: "show"; account: string }
  | { name: "add"; account: string }
  | { name: "limit"; command: KeysCommand }
  | { name: "set"; command: CatalogueCommand };

/** Reads the words behind `cartwright accounts`, without asking anything outside. */
export function readAccountCommand(args: string[]): { command: AccountCommand } | { none: NoCommand } {
  return readOrExplain(args, USAGE, () => toCommand(args));
}

function toCommand([name = "", ...rest]: string[]): AccountCommand {
  switch (name) {
    case "list":
      refuseWords(readWords(rest, [], []), name);
      return { name };
    case "show":
      return { name, account: requireWord(readWords(rest, [], []), A_NAME) };
    case "add": {
      const account = AccountName.safeParse(requireWord(readWords(rest, [], []), "what the new account is called"));
      if (account.success) return { name, account: account.data };
      throw new BadUsage(`add: the name ${account.error.issues[0]?.message ?? "will not do"}.`);
    }
    // What the commands of keys and catalogue have had for long, by the account's name.
    case "limit":
      return { name, command: toKeysCommand(["limit", ...named(rest)]) };
    case "set":
      return { name, command: toCatalogueCommand(["account", ...named(rest)]) };
    case "credit":
      return { name: "set", command: toCatalogueCommand(["credit", ...named(rest)]) };
    default:
      throw new BadUsage(noCommand(name, COMMANDS));
  }
}

function named([account = "", ...rest]: string[]): string[] {
  if (account === "" || account.startsWith("-")) {
    throw new BadUsage(`Expected ${A_NAME}. Received: ${account === "" ? "nothing" : account}.`);
  }
  return [`--account=${account}`, ...rest];
}
