import type { AddressVerdict } from "@cartwright/schemas";
import type { Logger } from "pino";
import type { AddressCheck, AddressDecision, PostalAddress } from "./address-check.ts";
import { addressKey } from "./address-key.ts";
import { deriveVerdict } from "./address-verdict.ts";
import { CircuitOpen, newCircuitBreaker } from "./circuit-breaker.ts";
import type { GoogleClient } from "./google-client.ts";
import { type GoogleResult, readGoogleAnswer } from "./google-result.ts";
import { offlineAddressCheck, tidy } from "./offline-address-check.ts";

export interface GoogleCheckOptions {
  client: Pick<GoogleClient, "validate">;
  log: Pick<Logger, "warn">;
  timeoutMs?: number;
  /** Monotonic, in ms. */
  now?: () => number;
}

const TIMEOUT_MS = 3_000;
const TRIES = 2;
const BREAKER = { failures: 5, openMs: 30_000 };
/** An address is asked about once by a client that tries again; it is not kept for longer than that takes. */
const CACHE_MS = 10 * 60_000;
const CACHE_SIZE = 1_000;

/** Asks Google, twice if need be. When it gives no answer, the offline check answers, and says that it did. */
export function newGoogleAddressCheck(options: GoogleCheckOptions): AddressCheck {
  const { client, log, timeoutMs = TIMEOUT_MS, now = () => performance.now() } = options;
  const guarded = newCircuitBreaker({ ...BREAKER, now });
  const answers = new Map<string, { decision: Promise<AddressDecision>; until: number }>();

  const ask = async (address: PostalAddress): Promise<AddressDecision> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await guarded(async () => decide(await client.validate(address, timeoutMs), address));
      } catch (error) {
        if (attempt < TRIES && isWorthAnotherTry(error)) continue;
        throw error;
      }
    }
  };

  /** Shared by everybody who asks for the same address meanwhile. Failures are not kept. */
  const askOnce = (address: PostalAddress): Promise<AddressDecision> => {
    const key = addressKey(address);
    const cached = answers.get(key);
    if (cached !== undefined && cached.until > now()) return cached.decision;
    answers.delete(key);
    const oldest = answers.size >= CACHE_SIZE ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    const entry = { decision: ask(address), until: now() + CACHE_MS };
    answers.set(key, entry);
    entry.decision.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return entry.decision;
  };

  return {
    check: async (sent) => {
      const address = tidy(sent);
      try {
        return await askOnce(address);
      } catch (error) {
        // The error's words only: the library's error objects carry the whole request, key and address.
        if (!(error instanceof CircuitOpen)) log.warn({ reason: reasonOf(error) }, "Google did not check an address");
        return asDegraded(await offlineAddressCheck.check(address));
      }
    },
  };
}

function decide(answer: unknown, sent: PostalAddress): AddressDecision {
  const result = readGoogleAnswer(answer);
  const { verdict, errors } = deriveVerdict(result, sent);
  const validation = { provider: "google", verdict, degraded: false } as const;
  if (verdict === "accept") return { verdict, address: result.standardized ?? sent, validation };
  return { verdict, errors, suggested: suggestionOf(result, sent, verdict), validation };
}

/** What has to be fixed is suggested only where it is whole, and other than what was sent: the same again helps nobody. */
function suggestionOf(result: GoogleResult, sent: PostalAddress, verdict: AddressVerdict): PostalAddress | null {
  const { standardized, missing } = result;
  if (verdict !== "fix" || standardized === null) return standardized;
  return missing.length > 0 || addressKey(standardized) === addressKey(sent) ? null : standardized;
}

function asDegraded(decision: AddressDecision): AddressDecision {
  return { ...decision, validation: { ...decision.validation, degraded: true } };
}

/** A refused key or request stays refused; everything else may have been the network. */
function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof CircuitOpen) return false;
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

function reasonOf(error: unknown): string {
  const status = statusOf(error);
  if (status !== undefined) return `HTTP ${status}`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "string") return code;
  return error instanceof Error
    ? `${error.name}${error.message.startsWith("no answer") ? `: ${error.message}` : ""}`
    : "unknown";
}
