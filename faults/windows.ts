/**
 * The places in the source where a process may be struck, each a comment `// fault point: NAME`, and the crash windows of
 * docs/protocol.md that they stand for. A test holds the two together: every point is in the source once, and every comment
 * is here.
 */
export const FAULT_POINTS = {
  "accept-validated": "W1: before the order is stored",
  "accept-committed": "W3: stored, not answered",
  announcing: "W4: stored (or of a new generation), no job yet",
  announced: "W5: the job is there, nobody has noted it",
  "job-fetched": "W7: the job is fetched, the order not claimed",
  claimed: "W8: claimed, nothing begun",
  "review-read": "W8: the review page is read, nothing pressed",
  "before-commit": "W9: the request is held, no intent yet",
  committed: "W11: the intent is stored, the request held",
  "on-the-wire": "W12: past the last question, the request about to go",
  answered: "W13: the shop has answered, nothing is read",
  "outcome-read": "W14: the outcome is read, not recorded",
  recorded: "W16: recorded, the job not done",
  "let-go": "W16: let go, the job not done",
  "looked-at": "W16: looked at, the job not done",
  "doubt-taken": "W18: a reconciler has taken a doubt",
  "history-read": "W18: the history is read, nothing concluded",
  beat: "W9: a heartbeat is about to be sent",
} as const satisfies Record<string, string>;

export type FaultPoint = keyof typeof FAULT_POINTS;

/** `// fault point: NAME` or `// fault point: NAME (EXPRESSION)`, where the expression names the order. */
export const FAULT_POINT_COMMENT = /^([ \t]*)\/\/ fault point: ([a-z-]+)(?: \(([^)]+)\))?$/gm;
