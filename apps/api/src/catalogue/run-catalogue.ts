import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  type AccountSettings,
  changeAccountSettings,
  type DatabaseHandle,
  type Executor,
  findAccountByName,
  listCoupons,
  saveCoupon,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { Answer } from "../commands/answer.ts";
import { audited, type Deed } from "../commands/audited.ts";
import type { CatalogueCommand } from "./catalogue-command.ts";
import { describeImport, importFile, openShops } from "./import-file.ts";
import { describeStock, readStock, stockAsJson, toCatalogueFile } from "./show-catalogue.ts";

/** A catalogue of many thousand variants is one statement. */
const STATEMENT_TIMEOUT_MS = 120_000;

export const CATALOGUE_DATABASE = { name: "catalogue", statementTimeoutMs: STATEMENT_TIMEOUT_MS };

export interface Surroundings extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
}

/** Whether its words ask for JSON; an export is nothing else. */
export const wantsJson = (command: CatalogueCommand): boolean =>
  command.name === "export" || ("json" in command && command.json);

/** Runs a command. Throws what a person is to read. */
export async function runCatalogue(around: Surroundings, command: CatalogueCommand): Promise<Answer> {
  return await audited(around.db, deedOf(command), () => run(around, command));
}

function deedOf(command: CatalogueCommand): Deed | undefined {
  switch (command.name) {
    case "import": {
      const { file, isDryRun } = command;
      return isDryRun ? undefined : { action: "import-catalogue", subject: { type: "catalogue", id: basename(file) } };
    }
    case "coupon add": {
      const { account, code, amountCents } = command;
      return {
        action: "save-coupon",
        subject: { type: "account", id: account },
        detail: { code, amount: amountCents },
      };
    }
    case "account": {
      const { account, changes } = command;
      // It only shows them.
      if (Object.keys(changes).length === 0) return undefined;
      const { defaultRecipient: recipient, ...rest } = changes;
      // Nobody can take a person's name or phone out of the audit log again.
      const detail = { ...rest, ...(recipient === undefined ? {} : { defaultRecipient: "given" }) };
      return { action: "change-account", subject: { type: "account", id: account }, detail };
    }
    case "list":
    case "export":
    case "coupon list":
      return undefined;
  }
}

async function run(around: Surroundings, command: CatalogueCommand): Promise<Answer> {
  switch (command.name) {
    case "import":
      return await runImport(around, command);
    case "list":
      return await runList(around);
    case "export":
      return { lines: [], json: toCatalogueFile(await readStock(around.db)) };
    case "coupon add":
      return await runCoupon(around, command);
    case "coupon list":
      return await runCouponList(around);
    case "account":
      return await runAccount(around, command);
  }
}

async function runImport(
  { pool, environment }: Surroundings,
  { file, format, isDryRun }: Extract<CatalogueCommand, { name: "import" }>,
): Promise<Answer> {
  const content = await readFile(file);
  const done = await importFile({ pool, shops: await openShops(pool, environment) }, { format, content }, { isDryRun });
  return {
    lines: describeImport(file, done, isDryRun),
    json: done.ok ? { dry_run: isDryRun, ...done.counts } : { faults: done.faults },
    isFault: !done.ok,
  };
}

async function runList({ db }: Surroundings): Promise<Answer> {
  const stock = await readStock(db);
  const lines = stock.length === 0 ? ["The catalogue is empty."] : stock.flatMap(describeStock);
  return { lines, json: stockAsJson(stock) };
}

async function requireAccount(db: Executor, name: string) {
  const account = await findAccountByName(db, name);
  if (account === undefined) {
    throw new Error(
      `There is no account "${name}". It is made with its first key: npm run keys -- create --account NAME`,
    );
  }
  return account;
}

async function runCoupon(
  { db }: Surroundings,
  coupon: Extract<CatalogueCommand, { name: "coupon add" }>,
): Promise<Answer> {
  const { account, code, couponName, amountCents, expiresAt } = coupon;
  const { id } = await requireAccount(db, account);
  const isNew = await saveCoupon(db, { accountId: id, code, name: couponName, amountCents, expiresAt });
  const until = expiresAt === null ? "" : `, until ${expiresAt.toISOString()}`;
  const changed = isNew ? "" : ". It was changed";
  return {
    lines: [`${code} takes ${formatUsd(amountCents)} off an order of "${account}"${until}${changed}.`],
    json: { code, name: couponName, account, amount: amountCents, expires_at: expiresAt, is_new: isNew },
  };
}

async function runCouponList({ db }: Surroundings): Promise<Answer> {
  const coupons = await listCoupons(db);
  const lines = coupons.map(({ code, amountCents, name, accountName, expiresAt }) =>
    [code, formatUsd(amountCents), name, accountName, expiresAt?.toISOString() ?? "never expires"].join("  "),
  );
  return {
    lines: lines.length === 0 ? ["There are no coupons yet."] : lines,
    json: coupons.map(({ code, amountCents, name, accountName, expiresAt }) => ({
      code,
      name,
      account: accountName,
      amount: amountCents,
      expires_at: expiresAt,
    })),
  };
}

async function runAccount(
  { db }: Surroundings,
  { account: name, changes }: Extract<CatalogueCommand, { name: "account" }>,
): Promise<Answer> {
  const { id } = await requireAccount(db, name);
  await changeAccountSettings(db, id, changes);
  const settings = await requireAccount(db, name);
  return { lines: [describeSettings(settings)], json: settingsAsJson(settings) };
}

/** What is settled of an account for the other two faces. */
export function describeSettings(settings: AccountSettings): string {
  const { name, defaultRecipient: recipient, paymentMethod: payment } = settings;
  const method =
    payment === null ? undefined : [payment.type, payment.brand, payment.last4].filter((word) => word !== null);
  return `Account "${name}":
  platform fee an order: ${formatUsd(settings.platformFeeCents)}
  tolerance above a quote: ${formatUsd(settings.priceToleranceCents)}
  store credit: ${formatUsd(settings.storeCreditCents)}
  default recipient: ${recipient === null ? "none" : `${recipient.name}, ${recipient.phone}`}
  payment method: ${method?.join(" ") ?? "none"}`;
}

export const settingsAsJson = (settings: AccountSettings) => ({
  account: settings.name,
  platform_fee: settings.platformFeeCents,
  price_tolerance: settings.priceToleranceCents,
  store_credit: settings.storeCreditCents,
  default_recipient: settings.defaultRecipient,
  payment_method: settings.paymentMethod,
});
