import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** systemd-notify waits up to 5 s for the manager to have read what it said. */
const SAYS_WITHIN_MS = 10_000;
const USEC_PER_MS = 1_000;
/** A supervisor that is told twice as often as it asks for may miss one. */
const PINGS_PER_LIMIT = 2;

/** What is said to systemd, of the words of sd_notify(3). */
interface Notice {
  ready?: true;
  stopping?: true;
  /** One line for `systemctl status`. */
  status?: string;
  watchdog?: true;
  /** How much longer the start or the end may take, from now on. */
  extendTimeoutMs?: number;
}

export interface SupervisorLink {
  /** How often the watchdog wants to be told; undefined where there is none. */
  pingEveryMs: number | undefined;
  /** Never throws: a supervisor that cannot be told is trouble, and no reason to end. */
  tell: (notice: Notice) => Promise<void>;
}

export interface LinkOptions {
  environment: Readonly<Record<string, string | undefined>>;
  onError: (error: unknown) => void;
}

/**
 * The way to tell systemd (Type=notify) how this process is. Without NOTIFY_SOCKET, under Compose, Kubernetes or by hand, it
 * does nothing. Node has no Unix datagram sockets: `systemd-notify` is there wherever such a socket is, and does the talking
 * (docs/decisions/0008).
 */
export function openSupervisorLink({ environment, onError }: LinkOptions): SupervisorLink {
  const socket = environment["NOTIFY_SOCKET"];
  if (socket === undefined || socket === "") return { pingEveryMs: undefined, tell: () => Promise.resolve() };
  const env = { NOTIFY_SOCKET: socket, PATH: environment["PATH"] };
  // One after the other: a READY=1 that overtakes nothing, a STOPPING=1 that nothing overtakes.
  let last = Promise.resolve();
  return {
    pingEveryMs: pingEveryMs(environment),
    tell: (notice) => {
      last = last
        .then(() => run("systemd-notify", wordsOf(notice), { env, timeout: SAYS_WITHIN_MS }))
        .then(() => undefined, onError);
      return last;
    },
  };
}

/** WATCHDOG_USEC is meant for WATCHDOG_PID alone, not for a child that inherited it. */
function pingEveryMs(environment: LinkOptions["environment"]): number | undefined {
  const limitUsec = Number(environment["WATCHDOG_USEC"]);
  const pid = environment["WATCHDOG_PID"];
  if (!(limitUsec > 0) || (pid !== undefined && Number(pid) !== process.pid)) return undefined;
  return limitUsec / USEC_PER_MS / PINGS_PER_LIMIT;
}

function wordsOf(notice: Notice): string[] {
  const words: string[] = [];
  if (notice.ready === true) words.push("READY=1");
  if (notice.stopping === true) words.push("STOPPING=1");
  if (notice.watchdog === true) words.push("WATCHDOG=1");
  if (notice.extendTimeoutMs !== undefined) words.push(`EXTEND_TIMEOUT_USEC=${notice.extendTimeoutMs * USEC_PER_MS}`);
  if (notice.status !== undefined) words.push(`STATUS=${notice.status.replaceAll(/\s+/g, " ")}`);
  return words;
}
