import { type Cut, type OrderPlan, type Statement } from "./plan.ts";
import { findSubject, type Subject } from "./subject.ts";
import type { Judge, Verdict } from "./tcp-proxy.ts";

const BIND = 0x42;
const PARSE = 0x50;
const QUERY = 0x51;
/** A message: one byte of type, four of length (of itself and the rest), the rest. The first one has no type. */
const HEADER_BYTES = 5;
const UNTYPED_HEADER_BYTES = 4;
const UUID_LENGTH = 36;

const NAMED = new Set<string>(["accept-order", "claim-order", "commit-submit", "renew-lease"] satisfies Statement[]);
/** In the transaction that writes down an outcome. */
const SETTLES = /update "order_submits" set "outcome"/;
/** Which parameter of `commit-submit` is the fence. */
const FENCE_PARAMETER = 1;

interface Seen {
  statement: Statement;
  subject: Subject;
  fence: number | undefined;
}

/**
 * Reads what a client says to Postgres (the frontend's half of protocol 3.0), as far as it must to know which order a
 * statement is for, and cuts the connection where that order's plan says so: each cut once. `onCut` is told.
 */
export function judgePostgres(
  planOf: (subject: Subject) => OrderPlan,
  onCut: (cut: Cut, subject: Subject) => void,
): Judge {
  const done = new Set<string>();
  const verdictOn = ({ statement, subject, fence }: Seen): Verdict => {
    for (const [index, cut] of planOf(subject).cuts.entries()) {
      const name = `${subject.n}-${index}`;
      if (cut.statement !== statement || done.has(name)) continue;
      if (cut.fence !== undefined && cut.fence !== fence) continue;
      done.add(name);
      onCut(cut, subject);
      return cut.when === "before" ? "cut_before" : "cut_after";
    }
    return "pass";
  };
  return () => {
    const read = openReader();
    return (bytes) => {
      let worst: Verdict = "pass";
      for (const seen of read(bytes)) {
        const verdict = verdictOn(seen);
        if (verdict !== "pass") worst = verdict;
      }
      return worst;
    };
  };
}

/** Takes a connection's bytes as they come, and tells of the statements that concern an order. */
function openReader(): (bytes: Buffer) => Seen[] {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  let order: Subject | undefined;
  let settles = false;

  const onBind = (body: Buffer): Seen | undefined => {
    const { statement, parameters } = readBind(body);
    const named = parameters.find((value) => value.length === UUID_LENGTH && findSubject(value) !== undefined);
    const subject = named === undefined ? undefined : findSubject(named);
    if (subject === undefined) return undefined;
    order = subject;
    if (!NAMED.has(statement)) return undefined;
    return { statement: statement as Statement, subject, fence: Number(parameters[FENCE_PARAMETER]) };
  };
  const onQuery = (text: string): Seen | undefined => {
    const isRecord = text.startsWith("commit") && settles && order !== undefined;
    const seen =
      isRecord && order !== undefined ? { statement: "record" as const, subject: order, fence: undefined } : undefined;
    settles = false;
    order = undefined;
    return seen;
  };
  const onMessage = (type: number, body: Buffer): Seen | undefined => {
    if (type === BIND) return onBind(body);
    if (type === QUERY) return onQuery(body.toString("utf8"));
    if (type === PARSE && SETTLES.test(body.toString("utf8"))) settles = true;
    return undefined;
  };

  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const found: Seen[] = [];
    if (!isStarted) {
      if (rest.length < UNTYPED_HEADER_BYTES || rest.length < rest.readInt32BE(0)) return found;
      rest = rest.subarray(rest.readInt32BE(0));
      isStarted = true;
    }
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32BE(1) + 1;
      if (rest.length < length) break;
      const seen = onMessage(rest[0] ?? 0, rest.subarray(HEADER_BYTES, length));
      if (seen !== undefined) found.push(seen);
      rest = rest.subarray(length);
    }
    return found;
  };
}

/** Portal, statement, formats, values: the values that are text. */
function readBind(body: Buffer): { statement: string; parameters: string[] } {
  const afterPortal = body.indexOf(0) + 1;
  const end = body.indexOf(0, afterPortal);
  const statement = body.toString("utf8", afterPortal, end);
  const formats = body.readInt16BE(end + 1);
  let at = end + 3 + 2 * formats;
  const count = body.readInt16BE(at);
  at += 2;
  const parameters: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    parameters.push(length < 0 ? "" : body.toString("utf8", at, at + length));
    if (length > 0) at += length;
  }
  return { statement, parameters };
}
