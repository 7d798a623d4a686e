import { type Database, type DatabaseHandle, findKeyHolders, readSpending, type Spending } from "@cartwright/db";
import { availableCents } from "@cartwright/orders";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import type { BulkUpload, BulkValidation, CreateOrder } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import type { AddressCheck } from "../addresses/address-check.ts";
import { confirmAddress } from "../addresses/confirm-address.ts";
import { describeFieldError, Problem } from "../http/problem.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { requireAccountAt, requireNamedAccount } from "../managed-accounts/order-account.ts";
import { readProducts } from "../orders/read-products.ts";
import { presentWallet } from "../usage/present-wallet.ts";
import { inParallel } from "./in-parallel.ts";
import type { ReadRow } from "./read-row.ts";
import { readRows } from "./read-rows.ts";
import { sentencesOf } from "./row-errors.ts";
import { summarize } from "./row-summary.ts";

/** Addresses that are asked about at once: a thousand rows must not use up what Google lets us ask in a minute. */
const ADDRESSES_AT_ONCE = 8;

export interface ValidateDeps {
  database: Pick<DatabaseHandle, "db" | "pool">;
  catalog: RetailerCatalog;
  addressCheck: AddressCheck;
}

/** Says of every row what `POST /orders` would say of it. Nothing is stored. `gone`: nobody waits for the answer any more. */
export async function validateBulk(
  deps: ValidateDeps,
  caller: Caller,
  upload: BulkUpload,
  gone: AbortSignal,
): Promise<BulkValidation> {
  const rows = await readRows(upload.rows);
  const holders = await keyHolders(deps.database.db, caller, rows);
  const errors = rows.map((row) => [...row.errors.map(describeFieldError), ...holders(row)]);
  await inParallel(ADDRESSES_AT_ONCE, [...rows.entries()], async ([index, { order }]) => {
    if (order === undefined || gone.aborted) return;
    errors[index]?.push(...(await refusals(deps, caller, order)));
  });

  const judged = rows.map((row, index) => {
    const ofRow = errors[index] ?? [];
    return { index, ok: ofRow.length === 0, errors: ofRow, ...summarize(row) };
  });
  const valid = judged.filter(({ ok }) => ok);
  const totalCents = valid.reduce((sum, row) => sum + (row.max_price ?? 0), 0);
  return {
    filename: upload.filename ?? null,
    total_rows: rows.length,
    valid_rows: valid.length,
    invalid_rows: rows.length - valid.length,
    estimated_total_cents: totalCents,
    ...walletFor(caller, await readSpending(deps.database.pool, caller), { totalCents, orders: valid.length }),
    rows: judged,
  };
}

type Wallet = Pick<
  BulkValidation,
  "wallet_balance_cents" | "sufficient_funds" | "billed_by_invoice" | "over_credit_limit"
>;

/** Whether today's spend limits leave enough for all of them: of money, and of orders. */
function walletFor(caller: Caller, spending: Spending, needed: { totalCents: number; orders: number }): Wallet {
  const { spendable_balance, billed_by_invoice } = presentWallet(caller, spending);
  const isEnough = [spending.account, spending.key].every(
    (scope) =>
      (availableCents(scope) ?? Infinity) >= needed.totalCents &&
      (scope.orderLimit ?? Infinity) - scope.orders >= needed.orders,
  );
  return {
    wallet_balance_cents: spendable_balance,
    sufficient_funds: isEnough,
    billed_by_invoice,
    over_credit_limit: false,
  };
}

/** A key that an order with another body holds is refused; one with the same body is that order, again. */
async function keyHolders(db: Database, caller: Caller, rows: readonly ReadRow[]): Promise<(row: ReadRow) => string[]> {
  const keys = rows.flatMap(({ order }) => order?.idempotency_key ?? []);
  const holders = new Map((await findKeyHolders(db, caller, keys)).map((holder) => [holder.key, holder]));
  return ({ order, body }) => {
    const holder = holders.get(order?.idempotency_key ?? "");
    if (holder === undefined || holder.fingerprint === requestFingerprint(body)) return [];
    return [`idempotency_key: belongs to order ${holder.orderId}, which has another body.`];
  };
}

/**
 * Why the order would not be accepted, by whoever has to be asked: the catalogue of shops, the caller's accounts at them, and
 * the check of addresses.
 */
async function refusals(deps: ValidateDeps, caller: Caller, order: CreateOrder): Promise<string[]> {
  return [
    ...(await refusal(() => checkShop(deps, caller, order))),
    ...(await refusal(() => confirmAddress(deps.addressCheck, order.shipping_address))),
  ];
}

async function checkShop({ catalog, database }: ValidateDeps, caller: Caller, order: CreateOrder): Promise<void> {
  const { retailer } = readProducts(catalog, caller.mode, order.products);
  const accountId = order.retailer_credentials_id;
  if (typeof accountId !== "string") return;
  requireAccountAt(retailer.id, await requireNamedAccount(database.pool, caller, accountId));
}

async function refusal(check: () => Promise<unknown>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return sentencesOf(error);
    throw error;
  }
}
