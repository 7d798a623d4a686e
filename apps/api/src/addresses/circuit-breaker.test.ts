import { CircuitOpen, newCircuitBreaker } from "./circuit-breaker.ts";

const fail = () => Promise.reject(new Error("down"));

it("stops asking after five failures in a row, lets one through after a while, and closes when it succeeds", async () => {
  let clock = 0;
  const guarded = newCircuitBreaker({ failures: 5, openMs: 30_000, now: () => clock });
  for (let count = 0; count < 5; count += 1) await expect(guarded(fail)).rejects.toThrow("down");
  await expect(guarded(fail)).rejects.toThrow(CircuitOpen);
  clock = 30_000;
  await expect(guarded(fail)).rejects.toThrow("down");
  await expect(guarded(() => Promise.resolve(1))).rejects.toThrow(CircuitOpen);
  clock = 60_000;
  const probe = guarded(() => Promise.resolve(2));
  await expect(guarded(() => Promise.resolve(3))).rejects.toThrow(CircuitOpen);
  expect(await probe).toBe(2);
  expect(await guarded(() => Promise.resolve(4))).toBe(4);
});

it("forgets failures at a success", async () => {
  const guarded = newCircuitBreaker({ failures: 2, openMs: 1_000, now: () => 0 });
  for (let count = 0; count < 5; count += 1) {
    await expect(guarded(fail)).rejects.toThrow("down");
    await guarded(() => Promise.resolve());
  }
  expect(await guarded(() => Promise.resolve("still closed"))).toBe("still closed");
});
