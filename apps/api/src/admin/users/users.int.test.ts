import { listAdminActions, listAdminUsers } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, openAdminClient } from "../../testing/admin-client.ts";
import { ADMIN, testAdmin } from "../../testing/test-admin.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";

const PASSWORD = "a long enough one";

let api: TestApi;
let queue: OrderQueue;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-users-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  admin = openAdminClient(api);
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

const add = (name: string, more: Record<string, string> = {}) =>
  admin.post("/users", { name, role: "viewer", password: PASSWORD, password_again: PASSWORD, ...more });
const find = async (name: string) => (await listAdminUsers(api.database.db)).find((user) => user.name === name);
/** What the home page answers to that name and password. */
const enter = async (name: string, password: string): Promise<number> => {
  const basic = Buffer.from(`${name}:${password}`).toString("base64");
  return (await fetch(`${api.url}/admin`, { headers: { Authorization: `Basic ${basic}` } })).status;
};

it("adds a user, who may sign in, gets another role and a new password, is disabled and enabled again", async () => {
  expect((await add("Night Shift")).status).toBe(303);
  expect(await enter("night shift", PASSWORD)).toBe(200);
  const { id = "" } = (await find("Night Shift")) ?? {};
  await admin.post(`/users/${id}/role`, { role: "operator" });
  const fresh = "another long one";
  await admin.post(`/users/${id}/password`, { password: fresh, password_again: fresh });
  expect([await enter("Night Shift", PASSWORD), await enter("Night Shift", fresh)]).toEqual([401, 200]);
  await admin.post(`/users/${id}/disable`, {});
  expect(await enter("Night Shift", fresh)).toBe(401);
  await admin.post(`/users/${id}/enable`, {});
  expect([(await find("Night Shift"))?.role, await enter("Night Shift", fresh)]).toEqual(["operator", 200]);
});

it.each([
  ["a short password", { password: "elevenchars", password_again: "elevenchars" }, "at least 12"],
  ["passwords that differ", { password_again: "a long enough two" }, "not the same"],
  ["a role that there is not", { role: "root" }, "role"],
])("refuses %s, and says back no password", async (_what, more, words) => {
  const refused = await add("Nobody", more);
  const text = await refused.text();
  expect([refused.status, text]).toEqual([422, expect.stringContaining(words)]);
  expect(text).not.toMatch(/elevenchars|a long enough/);
  expect(await find("Nobody")).toBeUndefined();
});

it("refuses the configured user's name, and one that is taken, in any case", async () => {
  await add("Ada");
  for (const name of [ADMIN.user, ADMIN.user.toUpperCase(), "ADA"]) expect((await add(name)).status).toBe(409);
});

it("keeps no password in the audit log, and none in any log", async () => {
  await add("Quiet");
  const { id = "" } = (await find("Quiet")) ?? {};
  await admin.post(`/users/${id}/password`, { password: "my other secret", password_again: "my other secret" });
  const kept = JSON.stringify(await listAdminActions(api.database.db, { limit: 100 })) + api.logLines.join("");
  expect(kept).not.toMatch(/a long enough|my other secret|scrypt\$/);
  const detail = { name: "Quiet", role: "viewer" };
  expect(await listAdminActions(api.database.db, { limit: 2 })).toEqual([
    expect.objectContaining({ action: "set-password", detail: {} }),
    expect.objectContaining({ action: "add-user", subjectId: "Quiet", detail }),
  ]);
});

it("shows the audit log newest first, of one user where that is asked for, page by page", async () => {
  const { pool } = api.database;
  await pool.query(
    `INSERT INTO audit_log (user_name, role, action, subject_type, subject_id, outcome)
      SELECT 'Busy', 'operator', 'deed-' || n, 'order', n::text, 'done' FROM generate_series(101, 160) AS n`,
  );
  const deeds = (page: string) => page.match(/deed-\d+/g) ?? [];
  const first = await admin.text("/users/audit?user=Busy");
  expect([deeds(first).length, deeds(first)[0], deeds(first).at(-1)]).toEqual([50, "deed-160", "deed-111"]);
  const older = /href="\/admin(\/users\/audit\?[^"]+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(deeds(await admin.text(older))).toEqual(Array.from({ length: 10 }, (_, at) => `deed-${110 - at}`));
  expect(deeds(await admin.text("/users/audit?user=Ada"))).toEqual([]);
});
