import path from "node:path";
import type { AccountChanges, PaymentMethodOnFile } from "@cartwright/db";
import { CouponCode, CouponName, MAX_ORDER_CENTS, RecipientName } from "@cartwright/schemas";
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
import type { z } from "zod";
import { readPhone } from "../addresses/confirm-address.ts";
import { usageOf } from "./catalogue-usage.ts";
import { CATALOGUE_FORMATS, type CatalogueFormat } from "./read-catalogue.ts";

const DAY_MS = 86_400_000;

export type CatalogueCommand =
  | { name: "import"; file: string; format: CatalogueFormat; isDryRun: boolean; json: boolean }
  | { name: "list"; json: boolean }
  | { name: "export" | "coupon list" }
  | {
      name: "coupon add";
      account: string;
      code: string;
      couponName: string;
      amountCents: number;
      expiresAt: Date | null;
    }
  | { name: "account"; account: string; changes: AccountChanges };

/** Reads the command line of `npm run catalogue`, without asking anything outside. */
export function readCatalogueCommand(
  args: string[],
  program = "npm run catalogue --",
): { command: CatalogueCommand } | { none: NoCommand } {
  return readOrExplain(args, usageOf(program), () => toCatalogueCommand(args));
}

/** Throws BadUsage. */
export function toCatalogueCommand([name = "", ...rest]: string[]): CatalogueCommand {
  switch (name) {
    case "import":
      return toImport(rest);
    case "list": {
      const words = readWords(rest, [], ["json"]);
      refuseWords(words, name);
      return { name, json: words.flags.has("json") };
    }
    case "export":
      refuseWords(readWords(rest, [], []), name);
      return { name };
    case "coupon":
      return toCoupon(rest);
    case "credit": {
      const words = readWords(rest, ["account"], []);
      const storeCreditCents = toCents("credit", requireWord(words, "an amount in cents"));
      return { name: "account", account: requireAccount(words), changes: { storeCreditCents } };
    }
    case "account":
      return toAccount(rest);
    default:
      throw new BadUsage(
        name === ""
          ? "Say what to do: import, list, export, coupon, credit or account."
          : `There is no command "${name}".`,
      );
  }
}

function toImport(rest: string[]): CatalogueCommand {
  const words = readWords(rest, [], ["dry-run", "json"]);
  const file = requireWord(words, "one .csv or .json file");
  const ending = path.extname(file).slice(1).toLowerCase();
  const format = CATALOGUE_FORMATS.find((known) => known === ending);
  if (format === undefined)
    throw new BadUsage(`import: expected a file that ends in .csv or .json. Received: ${file}.`);
  return { name: "import", file, format, isDryRun: words.flags.has("dry-run"), json: words.flags.has("json") };
}

function toCoupon([what = "", ...rest]: string[]): CatalogueCommand {
  if (what === "list") {
    refuseWords(readWords(rest, [], []), "coupon list");
    return { name: "coupon list" };
  }
  if (what !== "add") throw new BadUsage(`coupon: expected add or list. Received: ${what === "" ? "nothing" : what}.`);
  const words = readWords(rest, ["account", "name", "expires"], []);
  const [code = "", amount = "", ...others] = words.positionals;
  if (amount === "" || others.length > 0) {
    throw new BadUsage(
      `coupon add: expected CODE AMOUNT_CENTS. Received: ${words.positionals.join(" ") || "nothing"}.`,
    );
  }
  const expires = findOne(words, "expires");
  return {
    name: "coupon add",
    account: requireAccount(words),
    code: toText("CODE", code, CouponCode),
    couponName: toText("--name", findOne(words, "name") ?? code, CouponName),
    amountCents: toCents("AMOUNT_CENTS", amount, 1),
    expiresAt: expires === undefined ? null : endOfDay(expires),
  };
}

function toAccount(rest: string[]): CatalogueCommand {
  const options = ["account", "platform-fee", "tolerance", "recipient-name", "recipient-phone", "payment-method"];
  const words = readWords(rest, options, []);
  refuseWords(words, "account");
  const fee = findOne(words, "platform-fee");
  const tolerance = findOne(words, "tolerance");
  const payment = findOne(words, "payment-method");
  const changes: AccountChanges = {
    ...(fee === undefined ? {} : { platformFeeCents: toCents("--platform-fee", fee) }),
    ...(tolerance === undefined ? {} : { priceToleranceCents: toCents("--tolerance", tolerance) }),
    ...(payment === undefined ? {} : { paymentMethod: toPaymentMethod(payment) }),
    ...toRecipient(findOne(words, "recipient-name"), findOne(words, "recipient-phone")),
  };
  return { name: "account", account: requireAccount(words), changes };
}

const requireAccount = (words: Words): string =>
  requireOne(words, "account", "the name of an account, as `npm run keys -- list` shows it.");

function toCents(what: string, given: string, min = 0): number {
  if (/^\d{1,9}$/.test(given) && Number(given) >= min && Number(given) <= MAX_ORDER_CENTS) return Number(given);
  const expected = `whole US cents from ${min} to ${MAX_ORDER_CENTS}, digits alone: 2500 for $25.00`;
  throw new BadUsage(`${what}: expected ${expected}. Received: ${given}.`);
}

function toText(what: string, given: string, schema: z.ZodType<string>): string {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new BadUsage(`${what}: ${read.error.issues[0]?.message ?? "is no text"}. Received: ${given}.`);
}

/** When that day is over, in UTC. */
function endOfDay(given: string): Date {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  // JavaScript takes February 30th for March 1st.
  if (!Number.isNaN(start) && new Date(start).toISOString().startsWith(given)) return new Date(start + DAY_MS);
  throw new BadUsage(`--expires: expected a day as YYYY-MM-DD. Received: ${given}.`);
}

function toRecipient(name: string | undefined, phone: string | undefined): AccountChanges {
  if (name === undefined && phone === undefined) return {};
  if (name === undefined || phone === undefined) {
    throw new BadUsage("--recipient-name and --recipient-phone belong together: an order wants both.");
  }
  const whole = toText("--recipient-name", name, RecipientName);
  const number = readPhone(phone);
  if (number === undefined) throw new BadUsage(`--recipient-phone: expected a US phone number. Received: ${phone}.`);
  return { defaultRecipient: { name: whole, phone: number } };
}

function toPaymentMethod(given: string): PaymentMethodOnFile | null {
  if (given === "none") return null;
  if (given === "invoice") return { type: "invoice", brand: null, last4: null };
  const [, type, brand = "", last4 = ""] = /^(card|bank_account)\s+(\S.{0,40}?)\s+(\d{4})$/.exec(given) ?? [];
  if (type === "card" || type === "bank_account") return { type, brand, last4 };
  // What came is not said back: it may be a whole card number.
  throw new BadUsage('--payment-method: expected "card BRAND LAST4", "bank_account NAME LAST4", invoice or none.');
}
