import { createTestDatabase, requireChromiumPath, requireRedisUrl, runToEnd } from "@cartwright/testing";
import type { Finding } from "./finding.ts";

test("the program starts Chromium as a worker does, and sees its pages in the sandbox", async () => {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, REDIS_URL: requireRedisUrl(), CHROMIUM_PATH: requireChromiumPath() };
  const entry = "apps/api/src/commands/cartwright-main.ts";
  const { exitCode, output } = await runToEnd({ entry, args: ["doctor", "--json"], env });
  await database.close();
  const { checks } = JSON.parse(output) as { checks: Finding[] };
  expect(checks.find(({ name }) => name === "chromium")).toMatchObject({
    state: "ok",
    saw: expect.stringMatching(/Chrome\/\d+.* starts in \d\.\d s as \S+ \(uid [1-9]\d*\), (its pages in|with its) /),
  });
  // No worker runs here.
  expect(exitCode).toBe(1);
}, 60_000);
