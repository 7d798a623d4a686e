import { seedCatalogue, seedDevelopmentData } from "../seed-development.ts";
import { type Services, startServices } from "../services/services.ts";
import type { Steps } from "../terminal/steps.ts";
import {
  ADMIN_USER,
  api,
  type App,
  type AppPorts,
  demoShop,
  findAppPorts,
  migrate,
  PortTaken,
  preferredPort,
  serviceVariables,
  shopVariables,
  startApp,
  urlOf,
  worker,
} from "./apps.ts";
import type { Run } from "./run.ts";

const START_TRIES = 3;

/** Where everything is, as `npm run dev -- --json` prints it. */
export interface Stack {
  api: string;
  admin: string;
  demo_shop: string;
  api_key: string;
  admin_user: string;
  admin_password: string;
  database_url: string;
  redis_url: string;
}

/** Everything that buys something: Postgres, Redis, the demo shop, the API, the worker; returns when all of it answers. */
export const startStack = async (run: Run, steps: Steps): Promise<Stack> => {
  const givenOut = new Set<number>();
  const services = await startServices(run, steps, {
    postgres: preferredPort(run, 5433),
    redis: preferredPort(run, 6390),
    givenOut,
  });
  await steps.step("Database tables", () => migrate(run, services.databaseUrl));
  const [apiKey, ports] = await Promise.all([
    seedDevelopmentData(run.slot, services.databaseUrl),
    startAppsOnFreePorts(run, steps, services, givenOut),
  ]);
  const shops = shopVariables(ports);
  run.rememberShops(shops);
  run.rememberServices(serviceVariables(run, services));
  await seedCatalogue(services.databaseUrl, shops);
  return {
    api: urlOf(ports.api),
    admin: `${urlOf(ports.api)}/admin`,
    demo_shop: urlOf(ports.demoShop),
    api_key: apiKey,
    admin_user: ADMIN_USER,
    admin_password: run.slot.secrets.adminPassword,
    database_url: services.databaseUrl,
    redis_url: services.redisUrl,
  };
};

/** The apps know of each other's ports, so when one of them is lost to somebody else, all start again on others. */
const startAppsOnFreePorts = async (run: Run, steps: Steps, services: Services, givenOut: Set<number>) => {
  for (let tries = 1; ; tries += 1) {
    const ports = await findAppPorts(run, givenOut);
    const before = run.children();
    try {
      await startApps(run, steps, ports, services);
      return ports;
    } catch (error) {
      if (!(error instanceof PortTaken) || tries === START_TRIES) throw error;
      const started = run.children().filter((child) => !before.includes(child));
      await Promise.all(started.map((child) => child.stop()));
      started.forEach((child) => run.forget(child));
    }
  }
};

const startApps = async (run: Run, steps: Steps, ports: AppPorts, services: Services): Promise<void> => {
  const start = (name: string, app: App, port: number) =>
    steps.step(
      name,
      () => startApp(run, app),
      () => urlOf(port),
    );
  const outcomes = await Promise.allSettled([
    start("Demo shop", demoShop(run, ports), ports.demoShop),
    start("API", api(run, ports, services), ports.api),
    start("Worker", worker(run, ports, services), ports.workerHealth),
  ]);
  const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  const fault = faults.find((fault) => !(fault instanceof PortTaken)) ?? faults[0];
  if (fault !== undefined) throw fault;
};
