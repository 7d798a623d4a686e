import { CheckoutFailure, type CheckoutStage } from "@cartwright/orders";
import type { CheckoutSession } from "@cartwright/retailers/driver";
import { withSpan } from "@cartwright/tracing";
import type { Logger } from "pino";
import { boundedStep } from "./step-names.ts";

/** One step as it went. */
export interface StepEntry {
  name: string;
  /** Since the log was opened. */
  atMs: number;
  tookMs: number;
  ok: boolean;
  /** Names and counts only: what a page showed may hold an address. */
  saw: string[];
  /** Why it failed: a failure's code and words, or another error's name. */
  fault?: string;
}

export interface StepLog extends Pick<CheckoutSession, "step" | "saw"> {
  /** The steps so far, in the sequence of their ends. */
  entries: readonly StepEntry[];
}

/** More than any checkout takes: a driver that runs in circles fills no memory. */
const MAX_ENTRIES = 2_000;
const MAX_SEEN = 200;

/** Who is told of steps as they go. */
export interface StepWatch {
  onStage?: (stage: CheckoutStage) => void;
  onStep?: (name: string, tookMs: number) => void;
}

/** Runs steps and logs each with its time and what was seen in it. A step within a step has its own entry. */
export function openStepLog(log: Logger, { onStage, onStep }: StepWatch = {}): StepLog {
  const openedAt = performance.now();
  const entries: StepEntry[] = [];
  let seen: string[] = [];
  const end = (name: string, startedAt: number, fault?: string): void => {
    const tookMs = Math.round(performance.now() - startedAt);
    const entry = { name, atMs: Math.round(startedAt - openedAt), tookMs, ok: fault === undefined, saw: seen };
    onStep?.(name, tookMs);
    // Not what was seen: a button may say whom it ships to. That stands in the evidence, masked and sealed.
    log.debug({ step: name.replace(/:.*/s, ""), ms: tookMs, saw: seen.length }, "step");
    if (entries.length < MAX_ENTRIES) entries.push(fault === undefined ? entry : { ...entry, fault });
    seen = [];
  };
  return {
    entries,
    step: async (name, run, stage) => {
      const startedAt = performance.now();
      if (stage !== undefined) onStage?.(stage);
      try {
        const result = await inSpan(name, run);
        end(name, startedAt);
        return result;
      } catch (error) {
        end(name, startedAt, faultOf(error));
        throw error;
      }
    },
    saw: (what) => {
      if (seen.length < MAX_SEEN) seen.push(what);
    },
  };
}

function inSpan<T>(name: string, run: () => Promise<T>): Promise<T> {
  const step = boundedStep(name);
  return withSpan(step, { step }, run);
}

/** Why something failed: a failure's code and words, or another error's name and words. */
export function faultOf(error: unknown): string {
  if (error instanceof CheckoutFailure) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
