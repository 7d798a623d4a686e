import type { OrderPlan } from "./plan.ts";
import { judgePostgres } from "./postgres-judge.ts";
import { orderIdOf } from "./subject.ts";
import type { Verdict } from "./tcp-proxy.ts";

const SUBJECT = { seed: 3, n: 5 };
const ORDER_ID = orderIdOf(SUBJECT);

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);

const message = (type: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
const startup = (): Buffer => Buffer.concat([int32(8), int32(196_608)]);
const bind = (statement: string, parameters: string[]): Buffer =>
  message(
    "B",
    Buffer.concat([
      text(""),
      text(statement),
      int16(0),
      int16(parameters.length),
      ...parameters.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]),
      int16(0),
    ]),
  );

function judge(cuts: OrderPlan["cuts"]): { say: (bytes: Buffer) => Verdict; cut: string[] } {
  const cut: string[] = [];
  const plan = { cuts } as unknown as OrderPlan;
  const connect = judgePostgres(
    () => plan,
    ({ statement, when }) => cut.push(`${when} ${statement}`),
  );
  const say = connect();
  say(startup());
  return { say, cut };
}

test("a statement of the order's is cut where its plan says so, and once", () => {
  const { say, cut } = judge([{ statement: "claim-order", when: "after" }]);
  expect(say(bind("commit-submit", [ORDER_ID, "1"]))).toBe("pass");
  expect(say(bind("claim-order", [ORDER_ID, "1"]))).toBe("cut_after");
  expect(say(bind("claim-order", [ORDER_ID, "1"]))).toBe("pass");
  expect(cut).toEqual(["after claim-order"]);
});

test("only the named fence's commit is cut", () => {
  const { say } = judge([{ statement: "commit-submit", when: "before", fence: 1 }]);
  expect(say(bind("commit-submit", [ORDER_ID, "2"]))).toBe("pass");
  expect(say(bind("commit-submit", [ORDER_ID, "1"]))).toBe("cut_before");
});

test("the COMMIT of an outcome is told from every other COMMIT", () => {
  const { say } = judge([{ statement: "record", when: "before" }]);
  const transaction = (sql: string): Buffer =>
    Buffer.concat([message("P", Buffer.concat([text(""), text(sql), int16(0)])), bind("", [ORDER_ID])]);
  say(transaction('update "orders" set "phase" = $1'));
  expect(say(message("Q", text("commit")))).toBe("pass");
  say(transaction('update "order_submits" set "outcome" = $1'));
  expect(say(message("Q", text("commit")))).toBe("cut_before");
});

test("bytes that come in pieces are read as whole messages", () => {
  const { say } = judge([{ statement: "claim-order", when: "before" }]);
  const bytes = bind("claim-order", [ORDER_ID, "1"]);
  expect(say(bytes.subarray(0, 7))).toBe("pass");
  expect(say(bytes.subarray(7, 30))).toBe("pass");
  expect(say(bytes.subarray(30))).toBe("cut_before");
});

test("orders of somebody else are let alone", () => {
  const { say } = judge([{ statement: "claim-order", when: "before" }]);
  expect(say(bind("claim-order", ["5b3f0d3e-8f5e-4b8e-9c57-0e7f0b8c1a2d", "1"]))).toBe("pass");
});
