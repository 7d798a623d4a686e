import { CheckoutFailure, type CheckoutStage } from "@cartwright/orders";
import { pino } from "pino";
import { openStepLog } from "./step-log.ts";

const open = (onStage?: (stage: CheckoutStage) => void) =>
  openStepLog(pino({ level: "silent" }), onStage === undefined ? {} : { onStage });

test("each step is kept with its time, how it ended, and what was seen in it", async () => {
  const log = open();
  expect(await log.step("open", () => Promise.resolve(7))).toBe(7);
  const failing = log.step("add", () => {
    log.saw("2 buttons");
    return Promise.reject(new CheckoutFailure("add_to_cart_failed", "The cart stayed empty."));
  });
  await expect(failing).rejects.toThrow("The cart stayed empty.");
  await expect(log.step("read", () => Promise.reject(new TypeError("x")))).rejects.toThrow(TypeError);
  expect(log.entries).toEqual([
    { name: "open", atMs: expect.any(Number), tookMs: expect.any(Number), ok: true, saw: [] },
    expect.objectContaining({ ok: false, saw: ["2 buttons"], fault: "add_to_cart_failed: The cart stayed empty." }),
    expect.objectContaining({ ok: false, saw: [], fault: "TypeError: x" }),
  ]);
});

test("a step tells how far the checkout is before it runs", async () => {
  const stages: string[] = [];
  const log = open((stage) => stages.push(stage));
  await log.step("add", () => Promise.resolve(stages.push("running")), "cart");
  expect(stages).toEqual(["cart", "running"]);
});

test("a driver that runs in circles fills no memory", async () => {
  const log = open();
  for (let n = 0; n < 3_000; n += 1) {
    log.saw("a");
    await log.step("again", () => Promise.resolve());
  }
  expect(log.entries.length).toBeLessThanOrEqual(2_000);
});
