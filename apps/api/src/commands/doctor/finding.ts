import { parseUrl } from "@cartwright/schemas";
/** What one check found. */
export interface Finding {
  name: string;
  state: "ok" | "warning" | "fault";
  saw: string;
  /** What to do about it; absent where nothing has to be done. */
  advice?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const ok = (name: string, saw: string): Finding => ({ name, state: "ok", saw });
export const warning = (name: string, saw: string, advice: string): Finding => ({
  name,
  state: "warning",
  saw,
  advice,
});
export const fault = (name: string, saw: string, advice: string): Finding => ({ name, state: "fault", saw, advice });

/** The innermost error's own words: what wraps it says what was asked, not what is wrong. Never a password of a URL. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message.replaceAll(/:\/\/[^\s/?#@]*@/g, "://");
}

/** Where a service is, without who signs in to it. */
export function placeOf(url: string): string {
  const parsed = parseUrl(url);
  return parsed === undefined ? "an address that is no URL" : `${parsed.host}${parsed.pathname}`;
}

export function bytes(count: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1_024 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
