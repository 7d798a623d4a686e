import type { DatabaseHandle } from "@cartwright/db";
import { type Keyring, openKeyring } from "@cartwright/sealing";
import type { Answer } from "../answer.ts";
import { audited, type Deed } from "../audited.ts";
import { accountAsJson, addAccount, describeAccount, disableAccount, freeAccount, listAccounts } from "./accounts.ts";
import { describeShop, enableShop, listShops, registerShop, setShop, shopAsJson } from "./registry.ts";
import { describeRotation, rotateSealing } from "./rotate-sealing.ts";
import type { ShopCommand } from "./shop-command.ts";

export interface ShopSurroundings extends DatabaseHandle {
  environment: Readonly<Record<string, string | undefined>>;
}

type SealedCommand = Extract<ShopCommand, { name: `accounts ${string}` | "rotate-keys" }>;

/** Runs a command about retailers and the accounts at them. Throws what a person is to read. */
export async function runShops(around: ShopSurroundings, command: ShopCommand): Promise<Answer> {
  return await audited(around.db, deedOf(command), () => run(around, command));
}

function deedOf(command: ShopCommand): Deed | undefined {
  switch (command.name) {
    case "list":
    case "accounts list":
      return undefined;
    case "add": {
      const { url, driver, retailerName } = command;
      return { action: "register-retailer", subject: shopOf(url.host), detail: { driver, name: retailerName } };
    }
    case "set": {
      // What a store's API asks for is for its own eyes.
      const changes = Object.fromEntries(
        command.changes.map(({ key, value }) => [key, key.startsWith("api.") ? "given" : value]),
      );
      return { action: "change-retailer", subject: shopOf(command.id), detail: changes };
    }
    case "enable":
    case "disable":
      return { action: `${command.name}-retailer`, subject: shopOf(command.id) };
    case "accounts add": {
      const { owner, retailer, label } = command;
      return { action: "add-retailer-account", subject: shopOf(retailer), detail: { owner, label } };
    }
    case "accounts disable":
    case "accounts free":
      return {
        action: `${command.name === "accounts free" ? "free" : "disable"}-retailer-account`,
        subject: { type: "retailer-account", id: command.id },
      };
    case "rotate-keys":
      return { action: "rotate-sealing-keys", subject: { type: "sealing", id: "all" } };
  }
}

const shopOf = (id: string) => ({ type: "retailer", id });

async function run(around: ShopSurroundings, command: ShopCommand): Promise<Answer> {
  const { pool } = around;
  switch (command.name) {
    case "list": {
      const shops = await listShops(pool);
      const lines = shops.length === 0 ? ["No retailer is registered yet."] : shops.map(describeShop);
      return { lines, json: shops.map(shopAsJson) };
    }
    case "add": {
      const { url, driver, retailerName } = command;
      const { retailer, notes } = await registerShop(pool, url, { driver, name: retailerName });
      return { lines: [describeShop(retailer), ...notes], json: { ...shopAsJson(retailer), notes } };
    }
    case "set": {
      const shop = await setShop(pool, command.id, command.changes);
      return { lines: [describeShop(shop)], json: shopAsJson(shop) };
    }
    case "enable":
    case "disable": {
      const { id, name } = command;
      await enableShop(pool, id, name === "enable");
      return { lines: [`${id} is ${name}d.`], json: { id, enabled: name === "enable" } };
    }
    case "accounts add":
    case "accounts list":
    case "accounts disable":
    case "accounts free":
    case "rotate-keys":
      return await runSealed(around, command);
  }
}

async function runSealed(around: ShopSurroundings, command: SealedCommand): Promise<Answer> {
  const keyring = openKeyring(around.environment);
  switch (command.name) {
    case "accounts add": {
      const { id, shortId, mode } = await addAccount({ ...around, keyring }, command);
      const lines = [
        `${id} is kept, as ${shortId}, for ${mode} keys of "${command.owner}".`,
        `To order with it: "retailer_credentials_id": "${shortId}" in an order.`,
        `For all of their orders there: npm run retailers -- set ${command.retailer} account_id=${id}`,
      ];
      return { lines, json: { id, short_id: shortId, mode } };
    }
    case "accounts list": {
      const accounts = await listAccounts(around);
      const lines = accounts.length === 0 ? ["There are no accounts yet."] : accounts.map(describeAccount);
      return { lines, json: accounts.map(accountAsJson) };
    }
    case "accounts disable":
      await disableAccount(around, command.id);
      return { lines: [`${command.id} is disabled.`], json: { id: command.id, enabled: false } };
    case "accounts free": {
      const { id } = command;
      const isFreed = await freeAccount(around, id);
      const says = isFreed ? `${id} is free.` : `${id} was free: nobody was thought to be there.`;
      return { lines: [says], json: { id, freed: isFreed } };
    }
    case "rotate-keys":
      return await rotate(around, keyring);
  }
}

async function rotate(around: ShopSurroundings, keyring: Keyring | undefined): Promise<Answer> {
  if (keyring === undefined) throw new Error("SEALING_KEYS is not set: there is no key to seal with.");
  const rotated = await rotateSealing(around, keyring);
  const { keyId, resealed, failed, sealed } = rotated;
  return {
    lines: [describeRotation(rotated)],
    json: { key_id: keyId, resealed, failed, rows_by_key: sealed },
    isFault: failed.length > 0,
  };
}
