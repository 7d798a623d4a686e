import { changeAdminUser, createAdminUser, listAdminActions } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { ADMIN_ROLES, type AdminRole } from "@cartwright/schemas";
import { requireRedisUrl } from "@cartwright/testing";
import { adminDeps } from "../testing/test-admin.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { type AdminRow, mayDo } from "./admin-route.ts";
import { hashPassword } from "./password.ts";
import { adminRouter } from "./router.ts";
import { adminRows } from "./routes.ts";

const CONFIGURED = { user: "root", password: "correct horse battery" };
const PASSWORD = "staple staple staple";
const NOBODYS_ID = "00000000-0000-4000-8000-00000000000f";

let api: TestApi;
let queue: OrderQueue;
let rows: AdminRow[];

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-door-test}" });
  api = await startTestApi((database, deps) => {
    const admin = adminDeps(database, deps, queue.board, CONFIGURED);
    rows = adminRows(admin);
    return { admin: adminRouter(admin) };
  });
  const passwordHash = await hashPassword(PASSWORD);
  for (const role of ADMIN_ROLES) await createAdminUser(api.database.db, { name: role, passwordHash, role });
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

interface Session {
  Cookie: string;
  csrf: string;
}

const request = (path: string, init: RequestInit = {}) => fetch(api.url + path, { redirect: "manual", ...init });

async function signIn(user: string, password: string = PASSWORD): Promise<Session> {
  const answer = await request("/admin/login", { method: "POST", body: new URLSearchParams({ user, password }) });
  expect(answer.status).toBe(303);
  const Cookie = (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  const home = await (await request("/admin", { headers: { Cookie } })).text();
  return { Cookie, csrf: /name="_csrf" value="([^"]+)"/.exec(home)?.[1] ?? "" };
}

const pathOf = ({ path }: AdminRow): string => `/admin${path.replaceAll(/:\w+/g, NOBODYS_ID)}`.replace(/\/$/, "");

/** As a browser sends it: a form carries its session's token unless the test has another one. */
const visit = (row: AdminRow, { Cookie, csrf }: Session, form: Record<string, string> = {}) =>
  row.kind === "action"
    ? request(pathOf(row), {
        method: "POST",
        headers: { Cookie, Accept: "text/html" },
        body: new URLSearchParams({ _csrf: csrf, ...form }),
      })
    : request(pathOf(row), { headers: { Cookie, Accept: "text/html" } });

it("sends whoever is not signed in to the login page, from every row of the table", async () => {
  const elsewhere: unknown[] = [];
  for (const row of rows) {
    const answer = await visit(row, { Cookie: "cartwright_admin=x", csrf: "x" });
    const location = answer.headers.get("location") ?? "";
    if (answer.status !== 303 || !location.startsWith("/admin/login")) elsewhere.push([row.path, answer.status]);
  }
  expect(elsewhere).toEqual([]);
});

it.each(ADMIN_ROLES)(
  "gives a %s what is for that role, and refuses the rest, of every row of the table",
  async (role) => {
    const session = await signIn(role);
    const wrong: unknown[] = [];
    for (const row of rows) {
      const { status } = await visit(row, session);
      if ((status === 403) === mayDo(role, row.role)) wrong.push([row.path, row.role, status]);
    }
    expect(wrong).toEqual([]);
  },
);

it("does nothing without the session's token, and notes nothing of it", async () => {
  const [session, other] = [await signIn("admin", PASSWORD), await signIn("admin", PASSWORD)];
  const before = await listAdminActions(api.database.db, { limit: 100 });
  for (const row of rows.filter(({ kind }) => kind === "action")) {
    for (const csrf of ["", "x", other.csrf, `${session.csrf}a`]) {
      expect([row.path, csrf, (await visit(row, { ...session, csrf })).status]).toEqual([row.path, csrf, 403]);
    }
    const asTool = await request(pathOf(row), {
      method: "POST",
      headers: { Cookie: session.Cookie, "Content-Type": "application/json" },
      body: "{}",
    });
    expect([row.path, asTool.status]).toEqual([row.path, 403]);
  }
  expect(await listAdminActions(api.database.db, { limit: 100 })).toEqual(before);
});

it("writes down who did what, and how it ended", async () => {
  const session = await signIn("operator");
  const path = `/admin/orders/${NOBODYS_ID}/resolve`;
  const row = rows.find((one) => pathOf(one) === path);
  if (row === undefined) throw new Error("there is no such row");
  const answer = await visit(row, session, { outcome: "not_placed", evidence: "Called the shop." });
  expect(answer.status).toBe(404);
  const [entry] = await listAdminActions(api.database.db, { limit: 1 });
  expect(entry).toMatchObject({
    userName: "operator",
    role: "operator",
    action: "resolve-order",
    subjectType: "order",
    subjectId: NOBODYS_ID,
    detail: { outcome: "not_placed", evidence: "Called the shop." },
    outcome: "refused: not_found",
    requestId: answer.headers.get("x-request-id"),
  });
  const rewrite = api.database.pool.query("UPDATE audit_log SET user_name = 'somebody else'");
  await expect(rewrite).rejects.toThrow("append-only");
  await expect(api.database.pool.query("DELETE FROM audit_log")).rejects.toThrow("append-only");
});

it("ends a user's sessions with a new password, and with being disabled; a role holds from the next request", async () => {
  const isIn = async ({ Cookie }: Session): Promise<boolean> =>
    (await request("/admin", { headers: { Cookie } })).status === 200;
  const { pool, db } = api.database;
  await createAdminUser(db, { name: "Night Shift", passwordHash: await hashPassword(PASSWORD), role: "viewer" });
  const first = await signIn("night shift");
  expect(await isIn(first)).toBe(true);
  await changeAdminUser(pool, "Night Shift", { passwordHash: await hashPassword("another one, please") });
  expect(await isIn(first)).toBe(false);

  const second = await signIn("Night Shift", "another one, please");
  const acting = rows.find((row) => row.kind === "action" && row.role === "operator");
  if (acting === undefined) throw new Error("no row is for operators");
  expect((await visit(acting, second)).status).toBe(403);
  await changeAdminUser(pool, "night shift", { role: "operator" satisfies AdminRole });
  expect((await visit(acting, second)).status).not.toBe(403);

  await changeAdminUser(pool, "Night Shift", { isDisabled: true });
  expect(await isIn(second)).toBe(false);
});

it("goes on to where somebody wanted to go, and never to another site", async () => {
  const goOn = async (next: string): Promise<string | null> => {
    const body = new URLSearchParams({ user: "viewer", password: PASSWORD, next });
    return (await request("/admin/login", { method: "POST", body })).headers.get("location");
  };
  expect(await goOn(`/admin/orders/${NOBODYS_ID}/evidence`)).toBe(`/admin/orders/${NOBODYS_ID}/evidence`);
  for (const next of [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/admin@elsewhere",
    "/admin\\..",
    "/orders",
  ]) {
    expect([next, await goOn(next)]).toEqual([next, "/admin"]);
  }
});
