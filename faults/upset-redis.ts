import { cpSync, rmSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findPort } from "../scripts/services/find-port.ts";
import { startRedis } from "../scripts/services/redis.ts";
import { untilGone, type Run } from "../scripts/stack/run.ts";

/** A Redis that can be treated badly. It comes back on the port that it had. */
export interface UpsetRedis {
  url: string;
  /** Where it keeps its data. */
  folder: string;
  /** Every client's connection dies. */
  cutConnections: () => Promise<void>;
  /** kill -9, and up again with what its append-only file holds. */
  kill: () => Promise<void>;
  flushAll: () => Promise<void>;
  /** SIGSTOP: it takes connections and says nothing. */
  freeze: (forMs: number) => Promise<void>;
  /** Every write is refused for want of memory. */
  starve: (forMs: number) => Promise<void>;
  /** Keeps its data as they are now. */
  takeSnapshot: () => void;
  /** Comes up with the data of the snapshot: it has forgotten what was since, and believes in what is over. */
  restoreSnapshot: () => Promise<void>;
  /** Off, until it is started. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
}

const SNAPSHOT = "redis-snapshot";

export async function openUpsetRedis(run: Run, program: string): Promise<UpsetRedis> {
  const folder = path.join(run.slot.folder, "redis");
  const snapshot = path.join(run.slot.folder, SNAPSHOT);
  rmSync(folder, { recursive: true, force: true });
  rmSync(snapshot, { recursive: true, force: true });
  const ports = new Set<number>();
  const { port } = await startRedis(run, program, await findPort(0, ports), new Set());

  const child = () => run.children().find(({ options }) => options.name === "Redis");
  const end = async (): Promise<void> => {
    const running = child();
    if (running === undefined) return;
    running.kill();
    await running.exited;
    await untilGone([running.identity]);
    run.forget(running);
  };
  const start = async (): Promise<void> => {
    const again = await startRedis(run, program, port, new Set());
    if (again.port !== port) throw new Error(`somebody took Redis's port ${port} while it was down`);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    folder,
    cutConnections: () => tell(port, "CLIENT KILL TYPE normal"),
    kill: async () => {
      await end();
      await start();
    },
    flushAll: () => tell(port, "FLUSHALL"),
    freeze: async (forMs) => {
      const pid = child()?.identity.pid;
      if (pid === undefined) return;
      process.kill(pid, "SIGSTOP");
      await sleep(forMs);
      process.kill(pid, "SIGCONT");
    },
    starve: async (forMs) => {
      await tell(port, "CONFIG SET maxmemory 1");
      await sleep(forMs);
      await tell(port, "CONFIG SET maxmemory 0");
    },
    takeSnapshot: () => {
      rmSync(snapshot, { recursive: true, force: true });
      cpSync(folder, snapshot, { recursive: true });
    },
    restoreSnapshot: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
      cpSync(snapshot, folder, { recursive: true });
      await start();
    },
    stop: end,
    start,
  };
}

/** One inline command. */
function tell(port: number, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: "127.0.0.1", port, timeout: 5_000 }, () => socket.write(`${command}\r\n`));
    socket.once("data", (answer) => {
      socket.destroy();
      if (/^[+:]/.test(answer.toString())) resolve();
      else reject(new Error(`Redis answered ${command} with ${answer.toString().trim()}`));
    });
    socket.once("timeout", () => socket.destroy(new Error(`Redis did not answer ${command}`)));
    socket.once("error", reject);
  });
}
