import { formatUsd, type SpendBreach, availableCents } from "@cartwright/orders";
import { Problem } from "../http/problem.ts";

/** The refusal of an order that is above a spend limit: the limit, what was used of it today, and when the day is over. */
export function spendProblem(breach: SpendBreach, resetsAt: Date): Problem {
  return new Problem("insufficient_funds", words(breach), {
    details: {
      scope: breach.scope,
      limit: breach.limitCents,
      spent_today: breach.spentCents,
      reserved: breach.reservedCents,
      needed: breach.neededCents,
      available: availableCents(breach),
      order_limit: breach.orderLimit,
      orders_today: breach.orders,
      resets_at: resetsAt.toISOString(),
    },
  });
}

function words(breach: SpendBreach): string {
  const whose = breach.scope === "account" ? "This account" : "This API key";
  if (breach.of === "orders") {
    return `${whose} may place ${breach.orderLimit ?? 0} orders a day, and has placed ${breach.orders} today.`;
  }
  const [limit, needed] = [formatUsd(breach.limitCents ?? 0), formatUsd(breach.neededCents)];
  const left = formatUsd(availableCents(breach) ?? 0);
  return `${whose} may spend ${limit} a day: ${left} of it are left, and the order's max_price is ${needed}.`;
}
