import { openVitalSigns } from "./vital-signs.ts";

let nowMs = 0;
const signs = () => openVitalSigns(() => nowMs);
beforeEach(() => {
  nowMs = 0;
});

test("a duty that goes on is alive, whether it succeeds or fails", async () => {
  const vitalSigns = signs();
  const good = vitalSigns.noting("good", 1_000, () => Promise.resolve("done"));
  const bad = vitalSigns.noting("bad", 1_000, () => Promise.reject(new Error("Postgres is away")));
  for (let round = 0; round < 10; round += 1) {
    nowMs += 60_000;
    await expect(good()).resolves.toBe("done");
    await expect(bad()).rejects.toThrow("Postgres is away");
    expect(vitalSigns.silent()).toEqual([]);
  }
});

test("a duty whose run never comes back is silent after a minute and a half, although the clock goes on", async () => {
  const vitalSigns = signs();
  const stuck = vitalSigns.noting("dispatch", 1_000, () => new Promise(() => undefined));
  const beat = vitalSigns.noting("heartbeat", 15_000, () => Promise.resolve());
  void stuck();
  nowMs = 91_000;
  await beat();
  expect(vitalSigns.silent()).toEqual([]);
  nowMs = 91_001;
  expect(vitalSigns.silent()).toEqual(["dispatch"]);
});

test("a duty that has just been taken up is given its time", () => {
  const vitalSigns = signs();
  nowMs = 500_000;
  vitalSigns.noting("dispatch", 1_000, () => Promise.resolve());
  expect(vitalSigns.silent()).toEqual([]);
});
