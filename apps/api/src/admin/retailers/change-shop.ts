import { findRegistered, findRetailerAccount, type Pool, registerRetailer } from "@cartwright/db";
import { notFound } from "../../http/mount-routes.ts";
import { fieldProblem, Problem } from "../../http/problem.ts";
import type { Settings } from "./retailer-forms.ts";

/**
 * Changes how a registered retailer is bought from; its driver, addresses and limits stay. Throws a Problem when nobody registered it,
 * or when the account is not one of that shop.
 */
export async function changeShop(pool: Pool, id: string, { name, ...settings }: Settings): Promise<void> {
  const known = await findRegistered(pool, id);
  if (known === undefined) throw notFound("registered retailer");
  await requireAccountOf(pool, id, settings.account_id);
  const { driver, origins } = known;
  const changed = await registerRetailer(pool, { id, driver, origins, name, settings: withoutBlanks(settings) });
  if (changed.kind === "origin_taken") {
    throw new Problem("already_exists", `${changed.origin} belongs to the retailer ${changed.retailerId} now.`);
  }
}

async function requireAccountOf(pool: Pool, id: string, accountId: string | undefined): Promise<void> {
  if (accountId === undefined) return;
  const account = await findRetailerAccount(pool, accountId);
  if (account?.retailerId === id) return;
  const message = account === undefined ? "is no account that is known" : `is an account at ${account.retailerId}`;
  const expected = `an account at ${id}`;
  throw fieldProblem("validation_error", [
    { field: "account_id", code: "unknown_account", message, received: accountId, expected },
  ]);
}

/** As the database keeps settings: what is not set is not there. */
function withoutBlanks(settings: Omit<Settings, "name">) {
  const { account_id, checkout_email, user_agent, ...always } = settings;
  return {
    ...always,
    ...(account_id === undefined ? {} : { account_id }),
    ...(checkout_email === undefined ? {} : { checkout_email }),
    ...(user_agent === undefined ? {} : { user_agent }),
  };
}
