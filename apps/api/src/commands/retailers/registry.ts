import {
  findByOrigin,
  findRegistered,
  findRetailerAccount,
  listRegistered,
  POLITE,
  type Pool,
  type RegisteredRetailer,
  registerRetailer,
  setRetailerEnabled,
} from "@cartwright/db";
import { hostFault, hostOf, originsOf } from "@cartwright/retailers/catalog";
import type { RetailerDriverName } from "@cartwright/schemas";
import { changeSettings, type SettingChange } from "./change-settings.ts";

export interface Registration {
  retailer: RegisteredRetailer;
  isNew: boolean;
  /** What whoever registered it should know. */
  notes: string[];
}

/** Registers the shop at an address, or changes how it is driven; its settings, limits and other addresses stay. */
export async function registerShop(
  pool: Pool,
  url: URL,
  told: { driver: RetailerDriverName | undefined; name: string | undefined },
): Promise<Registration> {
  const id = hostOf(url);
  const known = (await findByOrigin(pool, url.origin)) ?? (await findRegistered(pool, id));
  const registered = await registerRetailer(pool, {
    id: known?.id ?? id,
    driver: told.driver ?? known?.driver ?? "storefront",
    origins: [...new Set([...(known?.origins ?? []), ...originsOf(url)])],
    ...(told.name === undefined ? {} : { name: told.name }),
    ...(known === undefined ? POLITE : {}),
  });
  if (registered.kind === "origin_taken") {
    throw new Error(`${registered.origin} belongs to the retailer ${registered.retailerId} already.`);
  }
  const fault = hostFault(url.hostname);
  const notes =
    fault === undefined
      ? []
      : [`${url.host} is not a public shop's: SHOPS_ALLOW_LOCAL has to name it before orders are taken.`];
  return { retailer: registered.retailer, isNew: registered.kind === "created", notes };
}

/** Changes settings and limits. Throws a sentence where one is not valid. */
export async function setShop(pool: Pool, id: string, changes: readonly SettingChange[]): Promise<RegisteredRetailer> {
  const known = await requireShop(pool, id);
  const { settings, limits } = changeSettings(known, changes);
  if (changes.some(({ key }) => key === "account_id")) await requireAccountOf(pool, id, settings.account_id);
  const { driver, origins } = known;
  const registered = await registerRetailer(pool, { id, driver, origins, settings, ...limits });
  if (registered.kind === "origin_taken") {
    throw new Error(`${registered.origin} belongs to the retailer ${registered.retailerId} now.`);
  }
  return registered.retailer;
}

/** Throws when there is no such retailer. */
export async function enableShop(pool: Pool, id: string, isEnabled: boolean): Promise<void> {
  if (!(await setRetailerEnabled(pool, id, isEnabled))) throw noShop(id);
}

export async function listShops(pool: Pool): Promise<RegisteredRetailer[]> {
  return await listRegistered(pool);
}

/** One retailer in one line. */
export function describeShop(retailer: RegisteredRetailer): string {
  const { id, name, driver, settings, origins, maxConcurrent, minIntervalMs, disabledAt } = retailer;
  const limits = `at once ${maxConcurrent ?? "any"}, every ${minIntervalMs ?? 0} ms`;
  const state = disabledAt === null ? "enabled" : `disabled ${disabledAt.toISOString()}`;
  const way = driver === "recording" && retailer.recording === null ? "recording (none yet)" : driver;
  return [id, name ?? "–", way, `pays ${settings.payment}`, limits, origins.join(" "), state].join("  ");
}

/** The same for programs: a recording is said to be there, and not shown. */
export function shopAsJson({ recording, ...retailer }: RegisteredRetailer): Record<string, unknown> {
  return { ...retailer, hasRecording: recording !== null };
}

async function requireShop(pool: Pool, id: string): Promise<RegisteredRetailer> {
  const known = await findRegistered(pool, id);
  if (known === undefined) throw noShop(id);
  return known;
}

const noShop = (id: string): Error => new Error(`There is no registered retailer "${id}": \`list\` shows them.`);

async function requireAccountOf(pool: Pool, id: string, accountId: string | undefined): Promise<void> {
  if (accountId === undefined) return;
  const account = await findRetailerAccount(pool, accountId);
  if (account?.retailerId === id) return;
  const what = account === undefined ? "no such account" : `an account at ${account.retailerId}`;
  throw new Error(
    `account_id: expected an account at ${id}: \`accounts list\` shows them. Received: ${accountId}, ${what}.`,
  );
}
