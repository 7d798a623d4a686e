import { type DatabaseHandle, listRecentOrders, readSpending, readUsage } from "@cartwright/db";
import { z } from "zod";
import { queryInteger } from "../http/query-values.ts";
import { type Route, route } from "../http/route.ts";
import { presentUsage, UsageReport } from "./present-usage.ts";
import { presentWallet, Wallet } from "./present-wallet.ts";

export interface UsageDeps {
  database: Pick<DatabaseHandle, "pool">;
}

export function usageRoutes(deps: UsageDeps): Route[] {
  return [usageRoute(deps), walletRoute(deps)];
}

const TAG = "Usage";

const UsageQuery = z.strictObject({
  /** Today among them. */
  window_days: queryInteger(1, 90).default(30),
  recent: queryInteger(0, 100).default(20),
});

const usageRoute = ({ database: { pool } }: UsageDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/usage",
    id: "getUsage",
    tag: TAG,
    summary: "Tell what was ordered, and for how much, day by day",
    description: [
      "Days are those of UTC; the last one is today. An order counts on the day it was created on, as it stands now. Money is in",
      "US cents: `spent_cents` is what placed orders cost, `reserved_cents` what open ones may still cost at the most.",
    ].join(" "),
    query: UsageQuery,
    answers: { 200: { description: "The account's usage, in the key's mode", body: UsageReport } },
    handle: async ({ response, caller, query }) => {
      // Twice the window: its total is shown beside that of the one before.
      const usage = await readUsage(pool, caller, 2 * query.window_days);
      const recent = query.recent === 0 ? [] : await listRecentOrders(pool, caller, query.recent);
      response.json(presentUsage(usage, recent));
    },
  });

const walletRoute = ({ database: { pool } }: UsageDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/wallet/me",
    id: "getWallet",
    tag: TAG,
    summary: "Tell what may still be spent today",
    description: [
      "There is no money here, only limits: `balance` is the day's spend limit less what placed orders cost, `spendable_balance`",
      "also less what open ones may still cost. Of the account's limit and the key's, the one with less left. Without a limit",
      "`billed_by_invoice` is true, and the balances, 0, block nothing.",
    ].join(" "),
    answers: { 200: { description: "Limits and what is used of them, in US cents", body: Wallet } },
    handle: async ({ response, caller }) => {
      response.json(presentWallet(caller, await readSpending(pool, caller)));
    },
  });
