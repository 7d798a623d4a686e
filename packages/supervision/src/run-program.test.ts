import { type RunningProgram, runToEnd, startProgram, waitFor } from "@cartwright/testing";
import { EXIT_CODES } from "./exit-codes.ts";

const SAMPLE = "packages/supervision/src/testing/sample-program.ts";

const started = (env: Record<string, string> = {}, readyWhen = /^up/m): Promise<RunningProgram> =>
  startProgram({ entry: SAMPLE, env, readyWhen });

const said = (program: RunningProgram, words: string): Promise<true> =>
  waitFor(`"${words}"`, async () => program.output().includes(words) || undefined, 5_000);

test.each([
  ["that is misconfigured says so, and that no restart helps", { SAMPLE: "misconfigured" }, 78, "DATABASE_URL"],
  ["that misses a service says so, and that a restart may help", { SAMPLE: "unavailable" }, 69, "Postgres is away"],
  ["that fails to start otherwise has a bug", { SAMPLE: "fails" }, 1, "a bug at the start"],
  ["that throws where nobody catches drains, and has a bug", { SAMPLE: "throws" }, 1, "drained"],
  ["that forgets a rejection drains, and has a bug", { SAMPLE: "rejects" }, 1, "drained"],
  ["that stalls drains, and asks to be started anew", { SAMPLE: "stalls" }, 75, "drained"],
] as const)("a program %s", async (_, env, exitCode, words) => {
  const end = await runToEnd({ entry: SAMPLE, env });
  expect(end).toEqual({ exitCode, output: expect.stringContaining(words) });
});

test.each(["SIGTERM", "SIGINT"] as const)("at %s a program drains and ends well", async (signal) => {
  const program = await started();
  expect(await program.stop(signal)).toBe(EXIT_CODES.drained);
  expect(program.output()).toMatch(/draining .*drained/s);
});

test("a second signal changes nothing: what was begun is finished", async () => {
  const program = await started({ SAMPLE_DRAIN_MS: "600" });
  const stopped = program.stop("SIGTERM");
  await said(program, "draining");
  process.kill(program.pid, "SIGTERM");
  process.kill(program.pid, "SIGINT");
  expect(await stopped).toBe(EXIT_CODES.drained);
  expect(program.output().match(/^draining/gm)).toHaveLength(1);
  expect(program.output().match(/^already ending/gm)).toHaveLength(2);
  expect(program.output()).toContain("drained");
});

test("a program that is told to end while it starts ends at once, and well", async () => {
  const program = await started({ SAMPLE_START_MS: "20000" }, /^starting/m);
  const toldAt = Date.now();
  expect(await program.stop("SIGTERM")).toBe(EXIT_CODES.drained);
  expect(Date.now() - toldAt).toBeLessThan(2_000);
});

test("a drain that leaves something undone, or takes too long, ends as unfinished", async () => {
  const unfinished = await started({ SAMPLE_DRAIN: "unfinished" });
  expect(await unfinished.stop("SIGTERM")).toBe(EXIT_CODES.unfinished);
  const tooLate = await started({ SAMPLE_DRAIN_MS: "20000", SAMPLE_DRAIN_WITHIN_MS: "200" });
  expect(await tooLate.stop("SIGTERM")).toBe(EXIT_CODES.unfinished);
  expect(tooLate.output()).toContain("could not end in order in time");
});

test("a drain that throws ends as a bug", async () => {
  const program = await started({ SAMPLE_DRAIN: "fails" });
  expect(await program.stop("SIGTERM")).toBe(EXIT_CODES.crashed);
  expect(program.output()).toContain("no way out");
});

test("a crash while it drains is not lost: the drain goes on, and the end is a bug's", async () => {
  const program = await started({ SAMPLE_DRAIN: "crashes", SAMPLE_DRAIN_MS: "300" });
  expect(await program.stop("SIGTERM")).toBe(EXIT_CODES.crashed);
  expect(program.output()).toMatch(/draining .*thrown while it drains.*drained/s);
});
