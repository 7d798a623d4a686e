import type { DatabaseHandle } from "@cartwright/db";
import { runKeys } from "../accounts/run-keys.ts";
import { CATALOGUE_DATABASE, runCatalogue } from "../catalogue/run-catalogue.ts";
import { runAccounts } from "./accounts/run-accounts.ts";
import type { Answer } from "./answer.ts";
import type { CartwrightCommand } from "./cartwright-command.ts";
import { runDoctor } from "./doctor/run-doctor.ts";
import { runOrders } from "./orders/run-orders.ts";
import { runShops } from "./retailers/run-shops.ts";
import { runUsers } from "./users/run-users.ts";
import { withDatabase } from "./with-database.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a command. Throws what a person is to read. */
export async function runCartwright(given: Environment, command: CartwrightCommand): Promise<Answer> {
  // A variable that is empty is one that is not set, as for the apps.
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  // It is asked when the database is away, too.
  if (command.group === "doctor") return await runDoctor(environment, command.command);
  const options = command.group === "catalogue" ? CATALOGUE_DATABASE : { name: command.group };
  return await withDatabase(environment, options, (database) => runOn({ ...database, environment }, command));
}

async function runOn(
  around: DatabaseHandle & { environment: Environment },
  { group, command }: Exclude<CartwrightCommand, { group: "doctor" }>,
): Promise<Answer> {
  switch (group) {
    case "keys":
      return await runKeys(around.db, command);
    case "accounts":
      return await runAccounts(around, command);
    case "users":
      return await runUsers(around, command);
    case "orders":
      return await runOrders(around, command);
    case "retailers":
      return await runShops(around, command);
    case "catalogue":
      return await runCatalogue(around, command);
  }
}
