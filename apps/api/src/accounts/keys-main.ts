import { parseArgs } from "node:util";
import {
  countPendingMigrations,
  createApiKey,
  type Database,
  ensureAccount,
  listApiKeys,
  openDatabase,
  revokeApiKey,
} from "@cartwright/db";
import { KeyMode } from "@cartwright/schemas";
import { z } from "zod";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "./api-key.ts";

const USAGE = `Usage:
  create --account NAME [--mode test|live] [--scopes ${KEY_SCOPES.join(",")}]
  list
  revoke --id ID`;

const STATEMENT_TIMEOUT_MS = 10_000;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function create(db: Database, options: { account?: string; mode?: string; scopes?: string }): Promise<void> {
  const account = (options.account ?? "").trim();
  if (account === "") throw new Error(`--account is missing.\n${USAGE}`);
  const mode = KeyMode.safeParse(options.mode ?? "test");
  if (!mode.success) throw new Error(`--mode must be test or live, not "${options.mode}".`);
  const scopes = (options.scopes ?? KEY_SCOPES.join(",")).split(",").map((scope) => scope.trim());
  const unknown = scopes.filter((scope) => !KEY_SCOPES.some((known) => known === scope));
  if (unknown.length > 0) throw new Error(`There is no scope "${unknown[0]}", only ${KEY_SCOPES.join(" and ")}.`);

  const { id: accountId } = await ensureAccount(db, account);
  const key = newApiKey(mode.data);
  const hint = hintOf(key);
  const { id } = await createApiKey(db, { accountId, mode: mode.data, sha256: hashApiKey(key), hint, scopes });
  say(`Key ${id} of account "${account}" (${mode.data}; ${scopes.join(", ")}):\n\n  ${key}\n`);
  say("Keep it now: only its hash is stored, so it cannot be shown again.");
}

async function list(db: Database): Promise<void> {
  const keys = await listApiKeys(db);
  if (keys.length === 0) say("There are no keys yet.");
  for (const key of keys) {
    const state = key.revokedAt === null ? "active" : `revoked ${key.revokedAt.toISOString()}`;
    say(
      `${key.id}  ${key.hint}…  ${key.mode}  ${key.accountName}  ${key.scopes.join(",")}  ${key.createdAt.toISOString()}  ${state}`,
    );
  }
}

async function revoke(db: Database, options: { id?: string }): Promise<void> {
  const id = z.guid().safeParse(options.id);
  if (!id.success) throw new Error(`--id must be the id of a key, as \`list\` shows it.\n${USAGE}`);
  if (!(await revokeApiKey(db, id.data))) throw new Error(`There is no active key ${id.data}.`);
  say(`Key ${id.data} is revoked. Running APIs forget it within seconds.`);
}

async function runKeysCommand(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      mode: { type: "string" },
      scopes: { type: "string" },
      id: { type: "string" },
    },
  });
  const [command] = positionals;
  if (command !== "create" && command !== "list" && command !== "revoke") throw new Error(USAGE);
  const url = process.env["DATABASE_URL"] ?? "";
  if (url === "") throw new Error("DATABASE_URL is not set: the keys are in Postgres.");
  const database = openDatabase({
    url,
    poolSize: 1,
    lockTimeoutMs: STATEMENT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-keys",
    onError: () => undefined,
  });
  try {
    if ((await countPendingMigrations(database.db)) > 0) {
      throw new Error("The database lacks migrations. Run: npm run migrate");
    }
    const commands = { create, list, revoke };
    await commands[command](database.db, values);
  } finally {
    await database.close();
  }
}

runKeysCommand(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
