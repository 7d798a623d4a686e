import { readFile } from "node:fs/promises";
import {
  changeAccountSettings,
  type DatabaseHandle,
  type Executor,
  findAccountByName,
  listCoupons,
  saveCoupon,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { CatalogueCommand } from "./catalogue-command.ts";
import { describeImport, importFile, openShops } from "./import-file.ts";
import { describeStock, readStock, stockAsJson, toCatalogueFile } from "./show-catalogue.ts";

/** Where a command's words go, and what it reads of its environment. */
export interface Surroundings extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
  /** An answer, line by line. */
  say: (line: string) => void;
  /** Why there is none. */
  complain: (line: string) => void;
}

/** Runs a command; answers its exit code. Throws what a person is to read. */
export async function runCatalogue(around: Surroundings, command: CatalogueCommand): Promise<number> {
  const { db, say } = around;
  switch (command.name) {
    case "import":
      return await runImport(around, command);
    case "list":
      await runList(around, command.json);
      return 0;
    case "export":
      say(JSON.stringify(toCatalogueFile(await readStock(db)), null, 2));
      return 0;
    case "coupon add":
      await runCoupon(around, command);
      return 0;
    case "coupon list":
      await runCouponList(around);
      return 0;
    case "account":
      await runAccount(around, command);
      return 0;
  }
}

type Import = Extract<CatalogueCommand, { name: "import" }>;

async function runImport(
  { pool, environment, say, complain }: Surroundings,
  { file, format, isDryRun, json }: Import,
): Promise<number> {
  const content = await readFile(file);
  const done = await importFile({ pool, shops: await openShops(pool, environment) }, { format, content }, { isDryRun });
  if (json) say(JSON.stringify(done.ok ? { dry_run: isDryRun, ...done.counts } : { faults: done.faults }, null, 2));
  else for (const line of describeImport(file, done, isDryRun)) (done.ok ? say : complain)(line);
  return done.ok ? 0 : 1;
}

async function runList({ db, say }: Surroundings, json: boolean): Promise<void> {
  const stock = await readStock(db);
  if (json) say(JSON.stringify(stockAsJson(stock), null, 2));
  else if (stock.length === 0) say("The catalogue is empty.");
  else for (const line of stock.flatMap(describeStock)) say(line);
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
  { db, say }: Surroundings,
  coupon: Extract<CatalogueCommand, { name: "coupon add" }>,
): Promise<void> {
  const { account, code, couponName, amountCents, expiresAt } = coupon;
  const { id } = await requireAccount(db, account);
  const isNew = await saveCoupon(db, { accountId: id, code, name: couponName, amountCents, expiresAt });
  const until = expiresAt === null ? "" : `, until ${expiresAt.toISOString()}`;
  say(
    `${code} takes ${formatUsd(amountCents)} off an order of "${account}"${until}${isNew ? "" : ". It was changed"}.`,
  );
}

async function runCouponList({ db, say }: Surroundings): Promise<void> {
  const coupons = await listCoupons(db);
  if (coupons.length === 0) say("There are no coupons yet.");
  for (const { code, amountCents, name, accountName, expiresAt } of coupons) {
    say([code, formatUsd(amountCents), name, accountName, expiresAt?.toISOString() ?? "never expires"].join("  "));
  }
}

async function runAccount(
  { db, say }: Surroundings,
  { account: name, changes }: Extract<CatalogueCommand, { name: "account" }>,
): Promise<void> {
  const { id } = await requireAccount(db, name);
  await changeAccountSettings(db, id, changes);
  const settings = await requireAccount(db, name);
  const { defaultRecipient: recipient, paymentMethod: payment } = settings;
  const method =
    payment === null ? undefined : [payment.type, payment.brand, payment.last4].filter((word) => word !== null);
  say(`Account "${name}":
  platform fee an order: ${formatUsd(settings.platformFeeCents)}
  tolerance above a quote: ${formatUsd(settings.priceToleranceCents)}
  store credit: ${formatUsd(settings.storeCreditCents)}
  default recipient: ${recipient === null ? "none" : `${recipient.name}, ${recipient.phone}`}
  payment method: ${method?.join(" ") ?? "none"}`);
}
