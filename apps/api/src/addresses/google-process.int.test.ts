import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createTestDatabase, requireRedisUrl } from "@cartwright/testing";
import { createApiKey, ensureAccount } from "@cartwright/db";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../accounts/api-key.ts";
import { ACCEPTS, AWAY, RESET, startGoogleServer, TRUNCATED } from "../testing/google-server.ts";
import { DEMO_SHOP_URL, ORDER } from "../testing/test-api.ts";

const START_WITHIN_MS = 60_000;

// The other tests hand Google's client a fetch of Jest's process. Here it is the one that it imports by itself.
test("the API as it is started takes every order while Google misbehaves, and ends in order", async () => {
  const [database, google] = [await createTestDatabase(), await startGoogleServer()];
  const { id: accountId } = await ensureAccount(database.db, "Test account");
  const key = newApiKey("test");
  await createApiKey(database.db, { accountId, mode: "test", sha256: hashApiKey(key), hint: hintOf(key), scopes: [...KEY_SCOPES] }); // prettier-ignore
  const api = spawn(process.execPath, ["--import", "tsx", join(__dirname, "../main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      DATABASE_URL: database.url,
      REDIS_URL: requireRedisUrl(),
      QUEUE_PREFIX: "{google-process}",
      API_PORT: "0",
      DEMO_SHOP_URL,
      GOOGLE_MAPS_API_KEY: "a-key",
      GOOGLE_ADDRESS_VALIDATION_ENDPOINT: google.url,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  api.stdout.on("data", (chunk) => (output += String(chunk)));
  try {
    let url: string | undefined;
    for (const until = Date.now() + START_WITHIN_MS; url === undefined && Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      url = /"url":"([^"]+)"/.exec(output)?.[1];
      if (api.exitCode !== null) break;
    }
    if (url === undefined) throw new Error(`the API did not start: ${output}`);
    const post = async (street: number): Promise<[number, unknown]> => {
      const shipping_address = { ...ORDER.shipping_address, address_line1: `${street} Market Street` };
      const response = await fetch(`${url}/orders`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
        body: JSON.stringify({ ...ORDER, shipping_address }),
      });
      const { address_validation: validation } = (await response.json()) as { address_validation?: object };
      return [response.status, validation];
    };
    const byGoogle = [201, { provider: "google", verdict: "accept", degraded: false, overridden: false }];
    const byStandIn = [201, { provider: "offline", verdict: "accept", degraded: true, overridden: false }];
    google.play(ACCEPTS);
    expect(await post(1)).toEqual(byGoogle);
    google.play(RESET, ACCEPTS);
    expect(await post(2)).toEqual(byGoogle);
    google.play(RESET, TRUNCATED);
    expect(await post(3)).toEqual(byStandIn);
    google.play(AWAY, [200, "<html>"]);
    expect(await post(4)).toEqual(byStandIn);

    api.kill("SIGTERM");
    const [code] = (await once(api, "exit")) as [number | null];
    expect([code, output.includes("crashed")]).toEqual([0, false]);
  } finally {
    api.kill("SIGKILL");
    google.close();
    await database.close();
  }
});
