import type { FetchControl, PausedRequest, RequestHandler } from "./request-router.ts";
import { isAnswer, operationOf, type ReleaseAnswer, toAnswer } from "./purchase-request.ts";

export interface HeldPurchase {
  method: string;
  url: string;
}

/**
 * Stands between a page and the network. Open, it lets everything through but what a checkout can do without. Armed (from
 * the review page on), it holds every request that could change something, of every frame, worker and pop-up, to any origin.
 */
export interface PurchaseGate {
  handler: RequestHandler;
  /**
   * From now on nothing that could buy leaves the browser. `readsToo`: nor does a page or a script's call that only asks, for
   * there are shops that sell for a GET.
   */
  arm: (options?: { readsToo: boolean }) => void;
  /** The first request held since the gate was armed; undefined when none came in time. */
  waitForPurchase: (timeoutMs: number) => Promise<HeldPurchase | undefined>;
  /**
   * Lets the held purchase go, once, and after it the other calls that complete the same click, once each, one at a time.
   * `mayRelease` is asked right before each. Answers for the first; undefined: nothing was released.
   */
  release: (mayRelease: () => boolean) => Promise<ReleaseAnswer | undefined>;
  /** Blocks what is held, and whatever comes. */
  shut: () => void;
  /** The browser is gone: what was released will not be answered any more. */
  abandon: () => void;
}

export interface GateOptions {
  /**
   * Makes the next request go out on a connection of its own. Chromium sends a request again, unseen by any gate, when a
   * connection that served before dies without an answer; on a fresh one it does not.
   */
  freshConnections: (released: number) => Promise<void>;
  /** How long a released request is waited for. A shop that never answers must not hold its worker for ever. */
  answerWithinMs: number;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** What a shop that sells for a GET is asked by; style sheets and scripts sell nothing. */
const ASKING_TYPES = new Set<PausedRequest["resourceType"]>(["Document", "XHR", "Fetch"]);
/** Never needed to buy, and most of a page's bytes. */
const NEEDLESS_TYPES = new Set<PausedRequest["resourceType"]>(["Image", "Media", "Font"]);
/** Sent and forgotten by the page itself: nothing waits for them, and none may ride on a release. */
const BEACON_TYPES = new Set<PausedRequest["resourceType"]>(["Ping", "CSPViolationReport"]);

type Stage = "open" | "armed" | "releasing" | "shut";

interface Held {
  request: PausedRequest;
  control: FetchControl;
}

interface GateState {
  stage: Stage;
  /** Asking is held as well, until something was released. */
  readsToo: boolean;
  /** Held requests, in the order they came. */
  queue: Held[];
  /** Wakes whoever waits for the queue or the stage to change. */
  wake: () => void;
  mayRelease: () => boolean;
  released: Set<string>;
  /** Who waits for the answer to which released request. */
  answers: Map<string, (answer: ReleaseAnswer) => void>;
}

export function openPurchaseGate(options: GateOptions): PurchaseGate {
  const state: GateState = {
    stage: "open",
    readsToo: false,
    queue: [],
    wake: () => undefined,
    mayRelease: () => false,
    released: new Set(),
    answers: new Map(),
  };
  return {
    handler: (request, control) => judge(state, { request, control }),
    arm: (armed) => {
      if (state.stage === "open") state.stage = "armed";
      state.readsToo ||= armed?.readsToo === true;
    },
    waitForPurchase: async (timeoutMs) => {
      if (state.queue.length === 0) await changed(state, timeoutMs);
      const first = state.queue[0]?.request.request;
      return first === undefined ? undefined : { method: first.method, url: first.url };
    },
    release: async (mayRelease) => {
      const first = state.queue.shift();
      if (state.stage !== "armed" || first === undefined) return undefined;
      state.stage = "releasing";
      state.mayRelease = mayRelease;
      const answer = await releaseOne(state, options, first);
      if (answer !== undefined) void releaseRest(state, options);
      return answer;
    },
    shut: () => {
      state.stage = "shut";
      for (const held of state.queue.splice(0)) block(held);
      state.wake();
    },
    abandon: () => {
      state.stage = "shut";
      state.queue.length = 0;
      for (const tell of state.answers.values()) tell({ error: "the browser is gone" });
      state.answers.clear();
      state.wake();
    },
  };
}

/** What becomes of a request that the browser has paused. */
function judge(state: GateState, held: Held): void {
  const { request, control } = held;
  if (isAnswer(request)) {
    settleAnswer(state, request);
    void control.pass(request);
  } else if (NEEDLESS_TYPES.has(request.resourceType)) block(held);
  else if (state.stage === "open" || isHarmless(state, request)) void control.pass(request);
  else if (state.stage === "shut" || BEACON_TYPES.has(request.resourceType)) block(held);
  else {
    state.queue.push(held);
    state.wake();
  }
}

/** A request that only asks: held once the last button may be pressed, and never let go a second time. */
function isHarmless(state: GateState, request: PausedRequest): boolean {
  if (!SAFE_METHODS.has(request.request.method)) return false;
  if (!state.readsToo || !ASKING_TYPES.has(request.resourceType)) return true;
  return state.stage === "releasing" && state.released.size > 0 && !state.released.has(operationOf(request));
}

/** One release: fresh connections, the last question, let go, wait for the answer. Undefined when it did not go. */
async function releaseOne(state: GateState, options: GateOptions, held: Held): Promise<ReleaseAnswer | undefined> {
  const { request, control } = held;
  const operation = operationOf(request);
  if (!state.released.has(operation)) await options.freshConnections(state.released.size);
  if (state.released.has(operation) || state.stage !== "releasing" || !state.mayRelease()) {
    block(held);
    return undefined;
  }
  state.released.add(operation);
  // fault point: on-the-wire
  const answer = new Promise<ReleaseAnswer>((resolve) => {
    const timer = setTimeout(() => resolve({ error: "no answer in time" }), options.answerWithinMs);
    timer.unref();
    state.answers.set(answerKey(request), (given) => {
      clearTimeout(timer);
      resolve(given);
    });
  });
  // Gone before it could be let go, or a moment after: which of the two cannot be told, so it counts as released.
  if (!(await control.pass(request, { watchAnswer: true }))) return { error: "the page let go of the request" };
  return answer;
}

async function releaseRest(state: GateState, options: GateOptions): Promise<void> {
  for (;;) {
    if (state.stage !== "releasing") return;
    const next = state.queue.shift();
    if (next === undefined) await changed(state);
    else if (isHarmless(state, next.request)) void next.control.pass(next.request);
    else await releaseOne(state, options, next);
  }
}

function settleAnswer(state: GateState, request: PausedRequest): void {
  const key = answerKey(request);
  state.answers.get(key)?.(toAnswer(request));
  state.answers.delete(key);
}

// The network id stays the same from a request to its answer; the pause's own id may not.
function answerKey(request: PausedRequest): string {
  return request.networkId ?? request.requestId;
}

function block({ request, control }: Held): void {
  void control.block(request);
}

/** Resolves at the next change of queue or stage, or when time is over. */
async function changed(state: GateState, withinMs?: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    state.wake = resolve;
    if (withinMs !== undefined) timer = setTimeout(resolve, withinMs);
  });
  clearTimeout(timer);
}
