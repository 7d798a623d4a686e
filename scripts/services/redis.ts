import { mkdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, lastWords } from "../processes/child.ts";
import type { Run } from "../stack/run.ts";
import { findPort } from "./find-port.ts";

const START_DEADLINE_MS = 30_000;
const START_TRIES = 5;

/** Starts Redis with what BullMQ asks for: nothing is evicted, and what was written survives a restart. */
export const startRedis = async (run: Run, program: string, preferredPort: number, ports: Set<number>) => {
  const folder = path.join(run.slot.folder, "redis");
  mkdirSync(folder, { recursive: true });
  for (let tries = 1; ; tries += 1) {
    const port = await findPort(preferredPort, ports);
    const redis = await run.start({
      name: "Redis",
      command: program,
      args: redisArguments(port, folder),
      env: { PATH: process.env["PATH"] },
      cwd: folder,
      logFile: path.join(run.slot.logs, "redis.log"),
      stopSignal: "SIGTERM",
      stopDeadlineMs: 10_000,
    });
    if (await answers(redis, port)) return { url: `redis://127.0.0.1:${port}`, port };
    run.forget(redis);
    await redis.stop();
    if (tries === START_TRIES) throw new Error(`Redis does not start. ${lastWords(redis)}`);
  }
};

const redisArguments = (port: number, folder: string): string[] => {
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    daemonize: "no",
    "maxmemory-policy": "noeviction",
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
};

/** Until it has loaded its data; false when it has ended instead. */
const answers = async (redis: Child, port: number): Promise<boolean> => {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!redis.hasEnded() && Date.now() < deadline) {
    if (await ping(port)) return !redis.hasEnded();
    await sleep(20);
  }
  return false;
};

const ping = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port, timeout: 1_000 }, () => socket.write("PING\r\n"));
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("data", (data) => settle(data.toString().startsWith("+PONG")));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
    socket.once("close", () => settle(false));
  });
