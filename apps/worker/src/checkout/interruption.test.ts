import { Interrupted, openInterruption } from "./interruption.ts";

const interrupter = (controller: AbortController, reason: string) => ({
  signal: controller.signal,
  toError: () => new Interrupted(reason),
});

const never = new Promise<never>(() => undefined);

test("work that hangs is left as soon as a signal says so", async () => {
  const controller = new AbortController();
  const guarded = openInterruption([interrupter(controller, "draining")]).guard(never);
  controller.abort();
  await expect(guarded).rejects.toThrow(new Interrupted("draining"));
});

test("a signal that came before the work does not wait for it", async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(openInterruption([interrupter(controller, "lost")]).guard(never)).rejects.toThrow("lost");
});

test("past the commit point nothing interrupts: the work's own end counts", async () => {
  const controller = new AbortController();
  const interruption = openInterruption([interrupter(controller, "draining")]);
  let finish: (value: string) => void = () => undefined;
  const guarded = interruption.guard(new Promise<string>((resolve) => (finish = resolve)));
  interruption.seal();
  controller.abort();
  finish("placed");
  await expect(guarded).resolves.toBe("placed");
});

test("a signal that came first keeps the commit point from being reached", () => {
  const controller = new AbortController();
  const interruption = openInterruption([interrupter(controller, "lost")]);
  controller.abort();
  expect(() => interruption.seal()).toThrow(Interrupted);
});

test("work that fails after it was left alone disturbs nobody", async () => {
  const controller = new AbortController();
  let fail: (reason: Error) => void = () => undefined;
  const work = new Promise<never>((_, reject) => (fail = reject));
  const guarded = openInterruption([interrupter(controller, "draining")]).guard(work);
  controller.abort();
  await expect(guarded).rejects.toThrow("draining");
  fail(new Error("page closed"));
  await new Promise((resolve) => setImmediate(resolve));
});
