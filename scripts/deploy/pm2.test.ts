import { join } from "node:path";
import { EXIT_CODES } from "@cartwright/supervision";
import { z } from "zod";
import { Config as WorkerConfig, endsWithinMs } from "../../apps/worker/src/config.ts";

const App = z.looseObject({
  name: z.string(),
  args: z.string(),
  interpreter: z.string(),
  kill_timeout: z.number(),
  stop_exit_codes: z.array(z.number()),
  treekill: z.boolean(),
  max_restarts: z.number(),
});
const Ecosystem = z.object({ apps: z.array(App) });

/** The file as `pm2 start` reads it in that environment. */
function readEcosystem(environment: Record<string, string> = {}): Map<string, z.infer<typeof App>> {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  const file = join(__dirname, "..", "..", "deploy", "pm2", "ecosystem.config.cjs");
  try {
    jest.resetModules();
    const { apps } = Ecosystem.parse(require(file));
    return new Map(apps.map((app) => [app.name, app]));
  } finally {
    process.env = before;
  }
}

test.each([{}, { DRAIN_MS: "300000" }])("PM2 gives a worker longer to end than it allows itself: %j", (given) => {
  const config = WorkerConfig.parse({ DATABASE_URL: "postgres://a@b/c", REDIS_URL: "redis://a", ...given });
  expect(readEcosystem(given).get("cartwright-worker")?.kill_timeout).toBeGreaterThan(endsWithinMs(config));
});

test("PM2 sends its signal to the program alone, and leaves one whose configuration is wrong", () => {
  for (const app of readEcosystem().values()) {
    expect(app).toMatchObject({ treekill: false, interpreter: "none", stop_exit_codes: [EXIT_CODES.misconfigured] });
    // It is started again for as long as it takes: orders wait for it.
    expect(app.max_restarts).toBeGreaterThan(1_000_000);
  }
});
