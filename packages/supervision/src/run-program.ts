import { CannotStart, EXIT_CODES, type ExitCode } from "./exit-codes.ts";
import { openSupervisorLink, type SupervisorLink } from "./notify-supervisor.ts";

interface Log {
  info: (facts: object, words: string) => void;
  warn: (facts: object, words: string) => void;
  error: (facts: object, words: string) => void;
  fatal: (facts: object, words: string) => void;
}

/** A program that is up. */
export interface Program {
  /** Ends in order: takes nothing new, finishes what must be finished. False when something was left undone. */
  drain: () => Promise<boolean>;
  /** Whether the watchdog may be told that it lives. */
  isAlive: () => boolean;
  /** One line for `systemctl status`. */
  status: () => string;
}

export interface ProgramOptions {
  log: Log;
  /** What of an error may be logged. */
  factsOf: (error: unknown) => object;
  /** Whatever still holds it after that, it ends. */
  drainWithinMs: number;
  /** Opens everything. A program that finds that it only needs a new start calls `askForRestart`. */
  start: (askForRestart: () => void) => Promise<Program>;
  environment?: Readonly<Record<string, string | undefined>>;
}

/** A supervisor that has not heard by then hears of the end itself. */
const LAST_WORDS_MS = 2_000;

type Ending = "SIGTERM" | "SIGINT" | "stalled" | "crashed";

/** Reads the configuration, or says what is wrong with it and ends. */
export function requireConfig<Config>(read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(EXIT_CODES.misconfigured);
  }
}

/**
 * Runs a program from its start to its exit code: drains it at SIGTERM and SIGINT, also when it crashes, and within a
 * deadline. A second signal changes nothing: what is past its commit point is still finished. Who cannot wait uses SIGKILL.
 */
export async function runProgram(options: ProgramOptions): Promise<void> {
  const { log, factsOf } = options;
  const link = openSupervisorLink({
    environment: options.environment ?? process.env,
    onError: (error) => log.warn({ err: factsOf(error) }, "systemd could not be told"),
  });
  let program: Program | undefined;
  let ending: Ending | undefined;
  let hasCrashed = false;

  const end = (why: Ending): void => {
    if (ending !== undefined) return log.info({ why, since: ending }, "already ending");
    ending = why;
    // While it starts it holds no order yet, and its browser ends with it.
    if (program === undefined) return process.exit(hasCrashed ? EXIT_CODES.crashed : EXIT_CODES.drained);
    void drain(options, program, { why, link }).then((code) => {
      const exitCode = hasCrashed ? EXIT_CODES.crashed : code;
      log.info({ exit_code: exitCode }, "ended");
      process.exit(exitCode);
    });
  };
  const crash = (error: unknown, origin: string): void => {
    hasCrashed = true;
    log.fatal({ err: factsOf(error), origin }, "crashed: a bug");
    end("crashed");
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", (reason) => crash(reason, "unhandledRejection"));

  try {
    program = await options.start(() => end("stalled"));
  } catch (error) {
    return process.exit(sayWhyNot(error));
  }
  void link.tell({ ready: true, status: program.status() });
  pingWatchdog(log, program, { link, isEnding: () => ending !== undefined });
}

async function drain(
  { log, factsOf, drainWithinMs }: ProgramOptions,
  program: Program,
  { why, link }: { why: Ending; link: SupervisorLink },
): Promise<ExitCode> {
  log.info({ signal: why }, "draining");
  const told = link.tell({ stopping: true, extendTimeoutMs: drainWithinMs, status: `Draining (${why})` });
  const tooLate = new Promise<ExitCode>((resolve) => {
    setTimeout(() => {
      log.error({ drain_within_ms: drainWithinMs }, "could not end in order in time");
      resolve(EXIT_CODES.unfinished);
    }, drainWithinMs);
  });
  const drained = program.drain().then(
    (isFinished): ExitCode => {
      if (!isFinished) return EXIT_CODES.unfinished;
      return why === "stalled" ? EXIT_CODES.stalled : EXIT_CODES.drained;
    },
    (error: unknown): ExitCode => {
      log.error({ err: factsOf(error) }, "could not end in order");
      return EXIT_CODES.crashed;
    },
  );
  const code = await Promise.race([drained, tooLate]);
  // What is being said ends with this process: it is let finish its sentence.
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
  return code;
}

function sayWhyNot(error: unknown): ExitCode {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof CannotStart ? EXIT_CODES[error.reason] : EXIT_CODES.crashed;
}

/**
 * The ping comes from the event loop that does the work, and only while the program says that it lives. One that ends has a
 * deadline of its own: it is not to be shot over an order that it is just finishing.
 */
function pingWatchdog(
  log: Log,
  program: Program,
  { link, isEnding }: { link: SupervisorLink; isEnding: () => boolean },
): void {
  if (link.pingEveryMs === undefined) return;
  setInterval(() => {
    if (isEnding()) void link.tell({ watchdog: true });
    else if (program.isAlive()) void link.tell({ watchdog: true, status: program.status() });
    else log.error({ status: program.status() }, "not alive: the watchdog is told nothing");
  }, link.pingEveryMs);
}
