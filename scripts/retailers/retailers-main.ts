import { createInterface } from "node:readline/promises";
import { countPendingMigrations, type DatabaseHandle, openDatabase } from "@cartwright/db";
import { type Keyring, openKeyring } from "@cartwright/sealing";
import { addAccount, disableAccount, freeAccount, listAccounts } from "./accounts.ts";
import { type Ask, describeImport, importRecording } from "./import-recording.ts";
import { describeShop, enableShop, listShops, registerShop, setShop, shopAsJson } from "./registry.ts";
import { readRetailersCommand, type RetailersCommand } from "./retailers-command.ts";
import { describeRotation, rotateSealing } from "./rotate-sealing.ts";

// What `npm run retailers` does in the database; the command line was read before.

const STATEMENT_TIMEOUT_MS = 10_000;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function run(database: DatabaseHandle, command: RetailersCommand): Promise<void> {
  const { pool } = database;
  switch (command.name) {
    case "try":
      throw new Error("try needs no database");
    case "import":
      await withQuestions(async (ask) => {
        for (const line of describeImport(await importRecording(pool, command, ask))) say(line);
      });
      return;
    case "list": {
      const shops = await listShops(pool);
      if (command.json) say(JSON.stringify(shops.map(shopAsJson), null, 2));
      else if (shops.length === 0) say("No retailer is registered yet.");
      else for (const shop of shops) say(describeShop(shop));
      return;
    }
    case "add": {
      const { url, driver, retailerName } = command;
      const { retailer, notes } = await registerShop(pool, url, { driver, name: retailerName });
      for (const line of [describeShop(retailer), ...notes]) say(line);
      return;
    }
    case "set":
      say(describeShop(await setShop(pool, command.id, command.changes)));
      return;
    case "enable":
    case "disable":
      await enableShop(pool, command.id, command.name === "enable");
      say(`${command.id} is ${command.name}d.`);
      return;
    case "accounts add":
    case "accounts list":
    case "accounts disable":
    case "accounts free":
    case "rotate-keys":
      await runSealed(database, command);
  }
}

type SealedCommand = Extract<RetailersCommand, { name: `accounts ${string}` | "rotate-keys" }>;

async function runSealed(database: DatabaseHandle, command: SealedCommand): Promise<void> {
  const keyring = openKeyring(process.env);
  switch (command.name) {
    case "accounts add": {
      const { id, shortId, mode } = await addAccount({ ...database, keyring }, command);
      say(`${id} is kept, as ${shortId}, for ${mode} keys of "${command.owner}".`);
      say(`To order with it: "retailer_credentials_id": "${shortId}" in an order.`);
      say(`For all of their orders there: npm run retailers -- set ${command.retailer} account_id=${id}`);
      return;
    }
    case "accounts list": {
      const lines = await listAccounts(database);
      for (const line of lines.length === 0 ? ["There are no accounts yet."] : lines) say(line);
      return;
    }
    case "accounts disable":
      await disableAccount(database, command.id);
      say(`${command.id} is disabled.`);
      return;
    case "accounts free": {
      const isFreed = await freeAccount(database, command.id);
      say(isFreed ? `${command.id} is free.` : `${command.id} was free: nobody was thought to be there.`);
      return;
    }
    case "rotate-keys":
      await rotate(database, keyring);
  }
}

async function rotate(database: DatabaseHandle, keyring: Keyring | undefined): Promise<void> {
  if (keyring === undefined) throw new Error("SEALING_KEYS is not set: there is no key to seal with.");
  const rotated = await rotateSealing(database, keyring);
  say(describeRotation(rotated));
  if (rotated.failed.length > 0) process.exitCode = 1;
}

/** Asks on the terminal; in a pipe nobody is there to answer. */
async function withQuestions(use: (ask: Ask) => Promise<void>): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return await use(undefined);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    await use((question) => terminal.question(question));
  } finally {
    terminal.close();
  }
}

async function main(): Promise<void> {
  const read = readRetailersCommand(process.argv.slice(2));
  if ("none" in read) throw new Error(read.none.words);
  const url = process.env["DATABASE_URL"] ?? "";
  if (url === "") throw new Error("DATABASE_URL is not set: the retailers are in Postgres.");
  const database = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: STATEMENT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-retailers",
    onError: () => undefined,
  });
  try {
    if ((await countPendingMigrations(database.db)) > 0) {
      throw new Error("The database lacks migrations. Run: npm run migrate");
    }
    await run(database, read.command);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
