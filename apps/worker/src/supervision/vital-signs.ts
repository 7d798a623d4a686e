export interface VitalSigns {
  /** The same duty, whose end is noted each time, well or not: one that fails is alive. */
  noting: <T>(duty: string, pauseMs: number, runOnce: () => Promise<T>) => () => Promise<T>;
  /** Duties that have not come to an end for longer than they may take. */
  silent: () => string[];
}

/** Longer than any run takes whose every question to Postgres and Redis has a limit of its own. */
const PATIENCE_MS = 90_000;

/**
 * Whether the duties that must go on do go on. An event loop that turns proves little: a question that never comes back keeps
 * it turning, and nothing else is done.
 */
export function openVitalSigns(now: () => number = () => performance.now()): VitalSigns {
  const duties = new Map<string, { endedAt: number; mayTakeMs: number }>();
  return {
    noting: (duty, pauseMs, runOnce) => {
      const mayTakeMs = pauseMs + PATIENCE_MS;
      const note = () => duties.set(duty, { endedAt: now(), mayTakeMs });
      note();
      return () => runOnce().finally(note);
    },
    silent: () => [...duties].filter(([, { endedAt, mayTakeMs }]) => now() - endedAt > mayTakeMs).map(([duty]) => duty),
  };
}
