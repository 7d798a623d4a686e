import { randomBytes } from "node:crypto";
import { type DatabaseHandle, migrateDatabase, openDatabase } from "@cartwright/db";
import { Client } from "pg";
import { requirePostgresUrl } from "./services.ts";

/** The name of this run's migrated template, handed from the global set-up to the test files. */
export const TEMPLATE_VARIABLE = "CARTWRIGHT_TEST_TEMPLATE";

export interface TestDatabase extends DatabaseHandle {
  url: string;
  /** A copy of it as it is now: a backup. */
  copy: () => Promise<TestDatabase>;
}

function urlOf(database: string): string {
  const url = new URL(requirePostgresUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: requirePostgresUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function open(url: string): DatabaseHandle {
  return openDatabase({
    url,
    poolSize: 10,
    lockTimeoutMs: 500,
    statementTimeoutMs: 10_000,
    applicationName: "cartwright-test",
    onError: () => undefined,
  });
}

export async function createTemplate(): Promise<string> {
  const name = `cartwright_template_${randomBytes(6).toString("hex")}`;
  await administer(`CREATE DATABASE ${name}`);
  const handle = open(urlOf(name));
  try {
    await migrateDatabase(handle.db);
  } finally {
    await handle.close();
  }
  return name;
}

export async function dropDatabase(name: string): Promise<void> {
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** A migrated, empty database of the caller's own. Close it when done: closing drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env[TEMPLATE_VARIABLE];
  if (template === undefined) throw new Error("there is no template database: the global set-up did not run");
  return cloneDatabase(template);
}

async function cloneDatabase(template: string): Promise<TestDatabase> {
  const name = `cartwright_test_${randomBytes(6).toString("hex")}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = urlOf(name);
  const handle = open(url);
  return {
    ...handle,
    url,
    copy: async () => {
      // Nobody may be connected to what is copied. The pool makes its connections anew.
      await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      return cloneDatabase(name);
    },
    close: async () => {
      await handle.close();
      await dropDatabase(name);
    },
  };
}
