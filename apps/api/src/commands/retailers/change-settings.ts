import type { RegisteredRetailer } from "@cartwright/db";
import { RetailerSettings } from "@cartwright/schemas";
import { BadUsage } from "@cartwright/supervision";

const KEYS = ["payment", "checkout_email", "user_agent", "account_id", "payment_origins"] as const;
const LIMITS = ["min_interval_ms", "max_concurrent"] as const;

/** One `key=value`; an empty value takes the setting away. */
export interface SettingChange {
  key: (typeof KEYS)[number] | (typeof LIMITS)[number] | `api.${string}`;
  value: string;
}

export interface ChangedRetailer {
  settings: RetailerSettings;
  /** What is not named stays as it is; null takes the limit away. */
  limits: { minIntervalMs?: number | null; maxConcurrent?: number | null };
}

/** Reads `key=value`. Throws BadUsage. */
export function toSettingChange(pair: string): SettingChange {
  const at = pair.indexOf("=");
  const name = at === -1 ? pair : pair.slice(0, at);
  const key = [...KEYS, ...LIMITS].find((known) => known === name) ?? (isApiKey(name) ? name : undefined);
  if (at !== -1 && key !== undefined) {
    const value = pair.slice(at + 1).trim();
    if (value !== "" && LIMITS.some((limit) => limit === key)) readLimit(key, value);
    return { key, value };
  }
  throw new BadUsage(
    `set: expected KEY=VALUE, KEY being one of ${[...KEYS, ...LIMITS].join(", ")}, api.NAME. Received: ${pair}.`,
  );
}

/** The settings as they are after the changes. Throws a sentence that names the field, what came, and what was expected. */
export function changeSettings(
  { settings: before }: Pick<RegisteredRetailer, "settings">,
  changes: readonly SettingChange[],
): ChangedRetailer {
  const given: Record<string, unknown> = { ...before };
  const api = new Map(Object.entries(before.api));
  const limits: ChangedRetailer["limits"] = {};
  for (const { key, value } of changes) {
    if (key === "min_interval_ms") limits.minIntervalMs = value === "" ? null : readLimit(key, value);
    else if (key === "max_concurrent") limits.maxConcurrent = value === "" ? null : readLimit(key, value);
    else if (isApiKey(key)) setOrDelete(api, key.slice("api.".length), value);
    else given[key] = value === "" ? undefined : key === "payment_origins" ? value.split(/\s*,\s*/) : value;
  }
  const known = Object.entries({ ...given, api: Object.fromEntries(api) }).filter(([, value]) => value !== undefined);
  const read = RetailerSettings.safeParse(Object.fromEntries(known));
  if (read.success) return { settings: read.data, limits };
  const [issue] = read.error.issues;
  const [field = "", ...rest] = issue?.path ?? [];
  throw new Error(
    `${[field, ...rest].join(".")}: ${issue?.message ?? "is not valid"}. Received: ${JSON.stringify(given[String(field)])}.`,
  );
}

const isApiKey = (name: string): name is `api.${string}` => /^api\.[\w-]+$/.test(name);

function setOrDelete(map: Map<string, string>, key: string, value: string): void {
  if (value === "") map.delete(key);
  else map.set(key, value);
}

function readLimit(key: string, value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= 2_147_483_647) return number;
  throw new BadUsage(`${key}: expected a whole number from 1 on, or nothing for no limit. Received: ${value}.`);
}
