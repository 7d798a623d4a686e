import {
  type Database,
  findAnyOrder,
  listAdminActions,
  listEvidence,
  listOrderEvents,
  listOrderTraces,
  type Pool,
  searchAnyOrders,
} from "@cartwright/db";
import { z } from "zod";
import { notFound } from "../../http/mount-routes.ts";
import type { AcceptOrderDeps } from "../../orders/accept-order.ts";
import { cancelOrder } from "../../orders/cancel-order.ts";
import type { OrderWatcher } from "../../orders/watch-orders.ts";
import { action, type AdminRow, AnyForm, idOf, NoForm, page, sends, type Visit } from "../admin-route.ts";
import { readBefore, takePage } from "../paging.ts";
import { resolveOrder } from "../resolve-order.ts";
import { pageOf } from "./order-link.tsx";
import { orderPage } from "./order-page.tsx";
import { ordersPage } from "./orders-page.tsx";
import { readResolution } from "./read-resolution.ts";
import { readSearch } from "./read-search.ts";
import { retryForBuyer } from "./retry-for-buyer.ts";
import { tellChanges } from "./tell-changes.ts";

export interface OrderRowDeps {
  db: Database;
  pool: Pool;
  watcher: OrderWatcher;
  /** What places an order: a failed one is tried again as its buyer would. */
  accept: AcceptOrderDeps;
  announceOrder: (orderId: string) => Promise<void>;
}

const PAGE = 50;
const MAX_EVIDENCE = 200;
const MAX_DEEDS = 50;

const subject = (visit: Visit) => ({ type: "order", id: idOf(visit) });

/** Finding orders, following one, and what may be done about it. */
export function orderRows(deps: OrderRowDeps): AdminRow[] {
  return [
    page({ path: "/orders", role: "viewer", title: "Orders", show: (visit) => list(deps, visit) }),
    page({ path: "/orders/:id", role: "viewer", title: "Order", show: (visit) => show(deps, visit) }),
    sends({
      path: "/orders/:id/live",
      role: "viewer",
      send: async (visit) => {
        const { order } = await requireOrder(deps, visit);
        await tellChanges(deps.watcher, visit.response, order.id);
      },
    }),
    ...deeds(deps),
  ];
}

function deeds(deps: OrderRowDeps): AdminRow[] {
  return [
    action({
      path: "/orders/:id/resolve",
      role: "operator",
      action: "resolve-order",
      form: AnyForm,
      subject,
      act: async (visit, form) => {
        await resolveOrder(deps.db, idOf(visit), readResolution(form), visit.visitor.name);
        return { to: pageOf(idOf(visit)), says: "The order is settled." };
      },
    }),
    action({
      path: "/orders/:id/cancel",
      role: "operator",
      action: "cancel-order",
      form: NoForm,
      subject,
      act: async (visit) => {
        const { order } = await requireOrder(deps, visit);
        await cancelOrder(deps, order, order.id);
        return { to: pageOf(order.id), says: "The order is cancelled. Nothing was bought." };
      },
    }),
    action({
      path: "/orders/:id/retry",
      role: "operator",
      action: "retry-order",
      form: NoForm,
      subject,
      act: async (visit) => {
        const { order } = await requireOrder(deps, visit);
        const { order: again, isNew } = await retryForBuyer(deps.accept, order);
        // The dispatcher finds it, too: it only is a little slower.
        if (isNew) await deps.announceOrder(again.id).catch(() => undefined);
        return { to: pageOf(again.id), says: "This is the new order, with the same terms as the one that failed." };
      },
    }),
  ];
}

async function list({ pool }: OrderRowDeps, { request }: Visit) {
  const { q, before } = request.query;
  const sought = typeof q === "string" ? q.trim() : "";
  const found = await searchAnyOrders(pool, readSearch(sought), { limit: PAGE + 1, before: readBefore(before) });
  const { page: orders, lastOfMore } = takePage(found, PAGE);
  return ordersPage({ sought, orders, next: lastOfMore?.serial });
}

async function show(deps: OrderRowDeps, visit: Visit) {
  const { order, accountName } = await requireOrder(deps, visit);
  const about = { type: "order", id: order.id };
  const [events, traces, evidence, deedsDone] = await Promise.all([
    listOrderEvents(deps.db, order.id),
    listOrderTraces(deps.db, order.id),
    listEvidence(deps.pool, order.id, MAX_EVIDENCE),
    listAdminActions(deps.db, { limit: MAX_DEEDS, subject: about }),
  ]);
  return orderPage({ order, accountName, events, ...traces, evidence, deeds: deedsDone }, visit.visitor);
}

async function requireOrder({ db }: Pick<OrderRowDeps, "db">, visit: Visit) {
  const id = idOf(visit);
  const found = z.guid().safeParse(id).success ? await findAnyOrder(db, id) : undefined;
  if (found === undefined) throw notFound("order");
  return found;
}
