import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { appendEvidence, placeOfEvidence, registerWorker } from "@cartwright/db";
import { readKeyring, seal } from "@cartwright/sealing";
import { acceptTestOrder, createTestDatabase, requireRedisUrl, type TestDatabase } from "@cartwright/testing";
import { runWords } from "../testing/run-words.ts";
import { openTalkingRedis } from "../testing/talking-redis.ts";
import type { Finding } from "./finding.ts";

const KEYS = `main:${randomBytes(32).toString("base64")}`;

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "cartwright-doctor-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

interface Report {
  ok: boolean;
  faults: number;
  checks: Finding[];
}

/** Of an environment that is well but for what the test changes; without Chromium, which takes its time to start. */
async function examine(changes: Record<string, string> = {}) {
  const environment = {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    SPOOL_FOLDER: path.join(folder, "spool"),
    SEALING_KEYS: KEYS,
    ADMIN_PASSWORD: "correct horse battery",
    CHROMIUM_PATH: "/nowhere/chromium",
    PATH: process.env["PATH"] ?? "",
    ...changes,
  };
  const told = await runWords(environment, "doctor", "--json");
  const report = JSON.parse(told.stdout) as Report;
  expect([told.status, report.ok, told.stderr]).toEqual([report.faults > 0 ? 1 : 0, report.faults === 0, ""]);
  const find = (name: string) => report.checks.find((check) => check.name === name);
  return { report, find };
}

const identity = { host: "h1", bootId: "b", pid: 7, pidStartedAt: "1" };

test("finds everything well that is well, and says where Chromium is missing and how it is got", async () => {
  await registerWorker(database.db, { id: randomUUID(), ...identity });
  const { report, find } = await examine();
  expect(report.checks.filter(({ state }) => state !== "ok").map(({ name }) => name)).toEqual(["chromium"]);
  expect(find("chromium")).toMatchObject({
    state: "fault",
    saw: expect.stringContaining("/nowhere/chromium does not start"),
    advice: expect.stringContaining("apt-get install chromium-headless-shell"),
  });
  expect(find("workers")?.saw).toMatch(/^1 alive: h1 pid 7, heard \d+ s ago, idle, no browser yet$/);
  expect(find("spool")?.saw).toMatch(/spool can be written to by .*; a worker makes it when it starts$/);
  expect(find("redis-eviction")?.saw).toMatch(/^maxmemory-policy is noeviction/);
}, 30_000);

test("says which migrations are missing, and how they are run", async () => {
  await database.pool.query(
    "DELETE FROM drizzle.__drizzle_migrations WHERE id = (SELECT max(id) FROM drizzle.__drizzle_migrations)",
  );
  const { find } = await examine();
  expect(find("migrations")).toMatchObject({ state: "fault", saw: "the database lacks 1 that this code knows" });
  expect(find("migrations")?.advice).toContain("npm run migrate");
}, 30_000);

test("says when Postgres or Redis give no answer, and at which address, without a password", async () => {
  const { report, find } = await examine({
    DATABASE_URL: "postgres://ann:secret@127.0.0.1:1/gone",
    REDIS_URL: "redis://:secret@127.0.0.1:1",
  });
  expect(find("postgres")).toMatchObject({
    state: "fault",
    saw: expect.stringMatching(/^no answer at 127\.0\.0\.1:1\/gone: .*ECONNREFUSED/),
  });
  expect(find("redis")).toMatchObject({
    state: "fault",
    saw: expect.stringMatching(/^no answer at 127\.0\.0\.1:1: .*ECONNREFUSED/),
  });
  expect(JSON.stringify(report)).not.toContain("secret");
}, 30_000);

test("tells of a Redis that drops jobs, cannot save, is old, or has another time", async () => {
  const redis = await openTalkingRedis({
    redis_version: "6.0.16",
    maxmemory_policy: "allkeys-lru",
    rdb_last_bgsave_status: "err",
    aheadMs: 90_000,
  });
  const { find } = await examine({ REDIS_URL: redis.url });
  redis.close();
  expect(find("redis-eviction")).toMatchObject({
    state: "fault",
    advice: expect.stringContaining("config set maxmemory-policy noeviction"),
  });
  expect(find("redis-persistence")).toMatchObject({
    state: "fault",
    saw: expect.stringContaining("its last try to save failed"),
  });
  expect(find("redis")).toMatchObject({ state: "warning", saw: expect.stringMatching(/^6\.0\.16/) });
  expect(find("clock-redis")).toMatchObject({
    state: "fault",
    saw: expect.stringMatching(/^this machine's is (89|90)\.\d+ s behind Redis's/),
  });
  expect(find("clock-postgres")).toMatchObject({ state: "ok" });
}, 30_000);

test("tells of keys that do not open what is sealed, and of none where something is", async () => {
  const orderId = await acceptTestOrder(database);
  const id = randomUUID();
  const sealed = seal(readKeyring(KEYS), placeOfEvidence(id), "steps");
  await appendEvidence(database.pool, { id, orderId, fence: 1, kind: "steps", label: "s", keyId: "main", sealed });
  const other = `main:${randomBytes(32).toString("base64")}`;
  expect((await examine()).find("sealing-keys")).toMatchObject({
    state: "ok",
    saw: 'seals with "main"; what is sealed opens',
  });
  expect((await examine({ SEALING_KEYS: other })).find("sealing-keys")).toMatchObject({
    state: "fault",
    saw: expect.stringContaining("main (attempt_evidence)"),
  });
  expect((await examine({ SEALING_KEYS: "" })).find("sealing-keys")).toMatchObject({
    state: "fault",
    saw: expect.stringContaining("sealed with main"),
  });
  const { report, find } = await examine({ SEALING_KEYS: "main:too-short" });
  expect(find("sealing-keys")).toMatchObject({
    state: "fault",
    saw: expect.stringContaining('the key "main" must be 32 bytes'),
  });
  expect(JSON.stringify(report)).not.toContain("too-short");
}, 60_000);

test("tells of silent workers, a spool that is no folder, no admin area, and variables that are wrong", async () => {
  writeFileSync(path.join(folder, "file"), "");
  const { find } = await examine({
    SPOOL_FOLDER: path.join(folder, "file"),
    ADMIN_PASSWORD: "",
    API_PORT: "99999",
    GOOGLE_MAPS_API_KEY: "no-key-of-google",
  });
  expect(find("workers")).toMatchObject({ state: "fault", saw: "none was heard of within 60 s" });
  expect(find("spool")).toMatchObject({ state: "fault", saw: expect.stringContaining("cannot be written to") });
  expect(find("admin")).toMatchObject({ state: "warning" });
  expect(find("configuration")).toMatchObject({ state: "fault", saw: expect.stringMatching(/^API_PORT: /) });
  expect(find("google-key")).toMatchObject({ state: "warning", saw: expect.not.stringContaining("no-key") });
}, 30_000);
