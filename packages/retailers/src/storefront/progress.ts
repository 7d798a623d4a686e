import type { Decisions } from "./choices.ts";
import type { FillCounts } from "./form.ts";
import type { Seen } from "./survey.ts";

/** What the way through a checkout has come to so far. */
export interface Progress {
  fills: FillCounts;
  decisions: Decisions;
  /** Touched since a button was pressed that takes a section on. */
  dirty: Seen[];
  /** How often each button was pressed with nothing to show for it. */
  vain: Map<string, number>;
  hasAddress: boolean;
  /** The page that fields were filled in on last: what depends on them may still be on its way. */
  filledAt: string;
  /** When something was last filled in or chosen, in milliseconds of `performance.now()`. */
  touchedAtMs: number;
  /** How often the page was given time to show what may still come. */
  patience: number;
  hasPayment: boolean;
  idleRounds: number;
}

/** A button that was pressed so often with nothing to show for it is not pressed again. */
const MOST_VAIN = 2;

export function openProgress(): Progress {
  return {
    fills: new Map(),
    decisions: new Map(),
    dirty: [],
    vain: new Map(),
    hasAddress: false,
    filledAt: "",
    touchedAtMs: 0,
    patience: 0,
    hasPayment: false,
    idleRounds: 0,
  };
}

/** Whether pressing a button may still lead somewhere. */
export const isWorthPressing = ({ vain }: Progress, { key }: Seen): boolean => (vain.get(key) ?? 0) < MOST_VAIN;

/** The next thing to do in a checkout: something to be done, more time to be given, or nothing but what buys. */
export type Move = { name: string; run: () => Promise<void> } | "wait" | "ready";
