import type { Level } from "../play.ts";
import { castPaper } from "./protocol.ts";

/** The paper shop, and nothing that goes wrong but what the play does. */
export const CALM_LEVEL: Level = {
  name: "calm",
  openAtMost: Number.POSITIVE_INFINITY,
  upsets: { weights: {}, pauseMs: [0, 0] },
  freezeMs: [0, 0],
  cast: (stage, edits) => castPaper(stage, edits, { level: "calm", ordersAWorker: 40 }),
};

const recoveryLevel = (name: "hurried" | "unhurried"): Level => ({
  name,
  openAtMost: Number.POSITIVE_INFINITY,
  upsets: { weights: {}, pauseMs: [0, 0] },
  freezeMs: [0, 0],
  // One order at a time: each kill is one order's affair, and what is measured is its own.
  cast: (stage, edits) => castPaper(stage, edits, { level: name, ordersAWorker: 1 }),
});

/** Every worker is killed with its order in hand. */
export const HURRIED_LEVEL: Level = recoveryLevel("hurried");

/** The same at the timings that operators get. */
export const UNHURRIED_LEVEL: Level = recoveryLevel("unhurried");
