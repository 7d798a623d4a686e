import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type RunningProgram, startProgram, waitFor } from "@cartwright/testing";
import { DgramSocket } from "node-unix-socket";
import { openSupervisorLink } from "./notify-supervisor.ts";

const STAND_IN = join(__dirname, "testing", "systemd-notify.cjs");
const PATH = process.env["PATH"] ?? "";
const IS_SYSTEMD_HERE = spawnSync("systemd-notify", ["--version"]).status === 0;

let folder: string;
let supervisor: DgramSocket;
let heard: string[];
let programs: RunningProgram[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cartwright-notify-"));
  chmodSync(STAND_IN, 0o755);
  symlinkSync(STAND_IN, join(folder, "systemd-notify"));
  heard = [];
  programs = [];
  supervisor = new DgramSocket();
  // systemd's own tool also sends a file descriptor to wait by: its message is not one of ours.
  supervisor.on(
    "data",
    (words: Buffer) => void (words.toString().startsWith("BARRIER") || heard.push(words.toString())),
  );
  supervisor.bind(join(folder, "notify"));
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.stop("SIGKILL")));
  supervisor.close();
  rmSync(folder, { recursive: true });
});

/** What systemd gives its services. The stand-in comes first on the path, or last: then systemd's own is found. */
const environment = (more: Record<string, string> = {}) => ({
  PATH: [folder, dirname(process.execPath), PATH].join(delimiter),
  NOTIFY_SOCKET: join(folder, "notify"),
  ...more,
});

const hears = (words: RegExp): Promise<string> =>
  waitFor(`the supervisor to hear ${String(words)}`, async () => heard.find((line) => words.test(line)), 15_000);

async function sample(more: Record<string, string>): Promise<RunningProgram> {
  const program = await startProgram({
    entry: "packages/supervision/src/testing/sample-program.ts",
    env: environment(more),
    readyWhen: /^up/m,
  });
  programs.push(program);
  return program;
}

test("what is told arrives on the supervisor's socket, in the order in which it was said", async () => {
  const errors: unknown[] = [];
  const link = openSupervisorLink({ environment: environment(), onError: (error) => errors.push(error) });
  void link.tell({ ready: true, status: "Listening\non 3000" });
  void link.tell({ watchdog: true });
  await link.tell({ stopping: true, extendTimeoutMs: 80_000 });
  await waitFor("three messages", async () => (heard.length === 3 ? true : undefined), 15_000);
  expect(heard).toEqual([
    "READY=1\nSTATUS=Listening on 3000",
    "WATCHDOG=1",
    "STOPPING=1\nEXTEND_TIMEOUT_USEC=80000000",
  ]);
  expect(errors).toEqual([]);
});

if (IS_SYSTEMD_HERE) {
  test("systemd's own systemd-notify understands what it is told to say", async () => {
    const errors: unknown[] = [];
    const link = openSupervisorLink({ environment: environment({ PATH }), onError: (error) => errors.push(error) });
    // Nobody here closes the descriptor that it waits by, as systemd would: the words count, not its end.
    void link.tell({ ready: true, watchdog: true, status: "up", extendTimeoutMs: 1_000 });
    expect((await hears(/READY=1/)).trim().split("\n").sort()).toEqual([
      "EXTEND_TIMEOUT_USEC=1000000",
      "READY=1",
      "STATUS=up",
      "WATCHDOG=1",
    ]);
  });
}

test("a program tells when it is up, that it lives, and that it ends", async () => {
  const program = await sample({ WATCHDOG_USEC: "400000" });
  expect(await hears(/READY=1/)).toContain("STATUS=at work");
  await hears(/WATCHDOG=1/);
  expect(await program.stop("SIGTERM")).toBe(0);
  expect(await hears(/STOPPING=1/)).toContain("EXTEND_TIMEOUT_USEC=5000000");
  expect(heard[0]).toContain("READY=1");
});

test("a program that does not live any more leaves the watchdog without a word", async () => {
  const program = await sample({ WATCHDOG_USEC: "200000", SAMPLE: "dead" });
  await waitFor("it to notice", async () => program.output().includes("not alive") || undefined, 15_000);
  expect(heard.filter((words) => words.includes("WATCHDOG=1"))).toEqual([]);
});

test("a program that is ending is not shot for it: the watchdog goes on being told", async () => {
  const program = await sample({ WATCHDOG_USEC: "200000", SAMPLE: "dead", SAMPLE_DRAIN_MS: "1500" });
  const stopped = program.stop("SIGTERM");
  await hears(/WATCHDOG=1/);
  expect(await stopped).toBe(0);
});

test("a watchdog that is another process's is not told", () => {
  const link = openSupervisorLink({
    environment: environment({ WATCHDOG_USEC: "1000000", WATCHDOG_PID: "1" }),
    onError: () => undefined,
  });
  expect(link.pingEveryMs).toBeUndefined();
});

test("without systemd nothing is said, and nothing is missing", async () => {
  const link = openSupervisorLink({
    environment: { PATH },
    onError: () => {
      throw new Error("there was nothing to fail");
    },
  });
  await link.tell({ ready: true });
  expect(heard).toEqual([]);
});

test("a supervisor that cannot be told is trouble, and no end", async () => {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  await openSupervisorLink({ environment: environment({ PATH: "/nowhere" }), onError }).tell({ ready: true });
  const deaf = environment({ NOTIFY_SOCKET: join(folder, "nobody") });
  await openSupervisorLink({ environment: deaf, onError }).tell({ ready: true });
  expect(errors).toHaveLength(2);
});
