import type { Run } from "../stack/run.ts";
import type { Steps } from "../terminal/steps.ts";
import { prepareMachine } from "./machine.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";

export interface Services {
  databaseUrl: string;
  redisUrl: string;
  chromiumPath: string;
}

export interface ServicePorts {
  postgres: number;
  redis: number;
  /** Every port given out so far: two services that start at the same time never get the same one. */
  givenOut: Set<number>;
}

/** Postgres, Redis and Chromium: those that are given, else our own. */
export const startServices = async (run: Run, steps: Steps, ports: ServicePorts): Promise<Services> => {
  const machine = await prepareMachine((what, install) => steps.step(`Installing ${what}`, install));
  const [databaseUrl, redisUrl] = await Promise.all([
    openDatabase(run, steps, ports),
    process.env["REDIS_URL"] ?? openRedis(run, steps, ports, machine.redisProgram ?? "redis-server"),
  ]);
  return { databaseUrl, redisUrl, chromiumPath: machine.chromiumPath };
};

/** The given database, else the slot's own Postgres. */
export const openDatabase = async (
  run: Run,
  steps: Steps,
  ports: Pick<ServicePorts, "postgres" | "givenOut">,
): Promise<string> => {
  const url = process.env["DATABASE_URL"] ?? (await ownDatabase(run, steps, ports));
  run.rememberDatabase(url);
  return url;
};

const ownDatabase = async (run: Run, steps: Steps, ports: Pick<ServicePorts, "postgres" | "givenOut">) => {
  const start = () => startPostgres(run, ports.postgres, ports.givenOut);
  return (await steps.step("Postgres", start, ({ port }) => `port ${port}`)).url;
};

const openRedis = async (run: Run, steps: Steps, ports: ServicePorts, program: string) => {
  const start = () => startRedis(run, program, ports.redis, ports.givenOut);
  return (await steps.step("Redis", start, ({ port }) => `port ${port}`)).url;
};
