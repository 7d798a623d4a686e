import { LOOKS_PER_LIMIT, openProgressWatch, type ProgressWatch } from "./watch-progress.ts";

const LIMIT_MS = 60_000;
const PAUSE_MS = LIMIT_MS / LOOKS_PER_LIMIT;

/** The world as the watch sees it; a test turns its knobs. */
function openWorld() {
  const world = {
    nowMs: 1_000,
    isWorkWaiting: true,
    isClaimedSince: false,
    areHandsFree: true,
    isQueueUp: true,
    isPostgresUp: true,
    restartsAsked: 0,
    told: [] as string[],
  };
  const tell = (_: object, words?: string): void => void world.told.push(words ?? "");
  const watch = openProgressWatch({
    look: () =>
      world.isPostgresUp
        ? Promise.resolve({
            isWorkWaiting: world.isWorkWaiting,
            isClaimedSince: world.isClaimedSince,
            newestEventId: 1,
          })
        : Promise.reject(new Error("Postgres is away")),
    hasFreeHands: () => world.areHandsFree,
    pingQueue: () => (world.isQueueUp ? Promise.resolve() : Promise.reject(new Error("Redis is away"))),
    stalledAfterMs: LIMIT_MS,
    onStalled: () => {
      world.restartsAsked += 1;
    },
    log: { error: tell, warn: tell },
    now: () => world.nowMs,
  });
  return { world, watch };
}
type World = ReturnType<typeof openWorld>["world"];

/** Looks as often as the duty would within that time. */
async function pass(world: World, watch: ProgressWatch, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += PAUSE_MS) {
    world.nowMs += PAUSE_MS;
    await watch.runOnce().catch(() => undefined);
  }
}

test("work that lies there for a minute under free hands is a stall: a new start is asked for, once", async () => {
  const { world, watch } = openWorld();
  await pass(world, watch, LIMIT_MS);
  expect(watch.isStalled()).toBe(false);
  await pass(world, watch, PAUSE_MS);
  expect(watch.isStalled()).toBe(true);
  await pass(world, watch, 3 * LIMIT_MS);
  expect(world.restartsAsked).toBe(1);
  expect(world.told).toEqual([expect.stringContaining("stalled")]);
});

test.each([
  ["nothing is due", { isWorkWaiting: false }],
  ["all its hands are busy", { areHandsFree: false }],
  ["somebody claims", { isClaimedSince: true }],
] as const)("there is no stall while %s, however long", async (_, knobs) => {
  const { world, watch } = openWorld();
  Object.assign(world, knobs);
  await pass(world, watch, 10 * LIMIT_MS);
  expect([watch.isStalled(), world.told]).toEqual([false, []]);
});

test("one claim in between starts the count anew", async () => {
  const { world, watch } = openWorld();
  await pass(world, watch, LIMIT_MS);
  world.isClaimedSince = true;
  await pass(world, watch, PAUSE_MS);
  world.isClaimedSince = false;
  await pass(world, watch, LIMIT_MS);
  expect(watch.isStalled()).toBe(false);
  await pass(world, watch, PAUSE_MS);
  expect(watch.isStalled()).toBe(true);
});

test("while Redis is away no restart helps: it says so once, and waits; back again, the count starts anew", async () => {
  const { world, watch } = openWorld();
  world.isQueueUp = false;
  await pass(world, watch, 5 * LIMIT_MS);
  expect([watch.isStalled(), world.restartsAsked]).toEqual([false, 0]);
  expect(world.told).toEqual([expect.stringContaining("Redis gives no answer")]);
  world.isQueueUp = true;
  await pass(world, watch, LIMIT_MS);
  expect(watch.isStalled()).toBe(false);
  expect(world.told).toHaveLength(2);
  await pass(world, watch, PAUSE_MS);
  expect(watch.isStalled()).toBe(true);
});

test("while Postgres is away nothing is known, and nothing is concluded", async () => {
  const { world, watch } = openWorld();
  await pass(world, watch, LIMIT_MS);
  world.isPostgresUp = false;
  await pass(world, watch, 5 * LIMIT_MS);
  world.isPostgresUp = true;
  await pass(world, watch, LIMIT_MS);
  expect(watch.isStalled()).toBe(false);
});

test("a process that was frozen for an hour does not take its sleep for a stall", async () => {
  const { world, watch } = openWorld();
  await pass(world, watch, LIMIT_MS / 2);
  world.nowMs += 3_600_000;
  await pass(world, watch, LIMIT_MS / 2);
  expect(watch.isStalled()).toBe(false);
});
