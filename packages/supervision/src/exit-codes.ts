/**
 * What a program's end tells its supervisor; the numbers are those of sysexits.h where it has one. docs/operations.md says what
 * each asks for.
 */
export const EXIT_CODES = {
  /** Ended in order, nothing left in hand. */
  drained: 0,
  /** A bug: an error that nobody expected. A restart may help. */
  crashed: 1,
  /** A service that it needs is not there. A restart helps as soon as the service is back. */
  unavailable: 69,
  /** Told to end, it was not done in time: orders past their commit point went into doubt. */
  unfinished: 70,
  /** Orders are due, it has free hands, and nothing is claimed: it asks to be started anew. */
  stalled: 75,
  /** Its configuration is wrong. No restart helps before somebody has changed it. */
  misconfigured: 78,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Thrown by a program that finds, before it has begun, that it cannot: its words are for whoever starts it. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
  readonly reason: "unavailable" | "misconfigured";

  constructor(reason: "unavailable" | "misconfigured", message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
