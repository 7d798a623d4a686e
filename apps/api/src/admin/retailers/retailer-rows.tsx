import {
  ensureRetailerRows,
  findRegistered,
  findRetailerState,
  listRetailerAccounts,
  listRetailerStates,
  noteShopWorks,
  type Pool,
  readOrderHours,
  type RetailerState,
  setRetailerEnabled,
  setRetailerLimits,
} from "@cartwright/db";
import { z } from "zod";
import { notFound } from "../../http/mount-routes.ts";
import type { AcceptOrderDeps } from "../../orders/accept-order.ts";
import { action, type AdminRow, idOf, page, type Visit } from "../admin-route.ts";
import { takePage } from "../paging.ts";
import { HOURS_SHOWN } from "../overview/read-overview.ts";
import { retailerFigures } from "../overview/retailer-figures.ts";
import { changeShop } from "./change-shop.ts";
import { Limits, Settings } from "./retailer-forms.ts";
import { retailerPage } from "./retailer-page.tsx";
import { retailersPage } from "./retailers-page.tsx";
import { pageOf } from "./retailer-words.ts";

export interface RetailerRowDeps {
  pool: Pool;
  /** Its catalogue names the retailers of the code; it is told when one has changed. */
  accept: AcceptOrderDeps;
}

const PAGE = 100;
const Button = z.strictObject({ back: z.literal("needs-you").optional() });
const subject = (visit: Visit) => ({ type: "retailer", id: idOf(visit) });
const FORGETS = "Running processes know of it within seconds.";

/** The shops that are bought from: how they do, and what may be done about one. */
export function retailerRows(deps: RetailerRowDeps): AdminRow[] {
  return [
    page({ path: "/retailers", role: "viewer", title: "Retailers", show: (visit) => list(deps, visit) }),
    page({ path: "/retailers/:id", role: "viewer", title: "Retailer", show: (visit) => show(deps, visit) }),
    enabling(deps, "enable", `Orders are taken and started again. ${FORGETS}`),
    enabling(deps, "disable", `No order is taken or started any more; what is under way goes on. ${FORGETS}`),
    action({
      path: "/retailers/:id/close-breaker",
      role: "operator",
      action: "close-breaker",
      form: Button,
      subject,
      act: async (visit, { back }) => {
        await requireShop(deps, idOf(visit));
        const change = await noteShopWorks(deps.pool, idOf(visit));
        const says = change === "closed" ? "The breaker is closed: its orders go on." : "It was closed already.";
        return { to: whereTo(visit, back), says };
      },
    }),
    ...settingRows(deps),
  ];
}

function enabling(deps: RetailerRowDeps, verb: "enable" | "disable", says: string): AdminRow {
  return action({
    path: `/retailers/:id/${verb}`,
    role: "operator",
    action: `${verb}-retailer`,
    form: Button,
    subject,
    act: async (visit, { back }) => {
      await requireShop(deps, idOf(visit));
      await setRetailerEnabled(deps.pool, idOf(visit), verb === "enable");
      await tell(deps);
      return { to: whereTo(visit, back), says };
    },
  });
}

function settingRows(deps: RetailerRowDeps): AdminRow[] {
  return [
    action({
      path: "/retailers/:id/limits",
      role: "admin",
      action: "limit-retailer",
      form: Limits,
      subject,
      act: async (visit, { max_concurrent: maxConcurrent, min_interval_ms: minIntervalMs }) => {
        await requireShop(deps, idOf(visit));
        await setRetailerLimits(deps.pool, idOf(visit), { maxConcurrent, minIntervalMs });
        return { to: pageOf(idOf(visit)), says: "The limits are set, and hold from the next order on." };
      },
    }),
    action({
      path: "/retailers/:id/settings",
      role: "admin",
      action: "change-retailer",
      form: Settings,
      subject,
      act: async (visit, form) => {
        await changeShop(deps.pool, idOf(visit), form);
        await tell(deps);
        return { to: pageOf(idOf(visit)), says: `The settings are saved. ${FORGETS}` };
      },
    }),
  ];
}

/** This process lists it anew at once; should that fail, it does in a moment. */
const tell = ({ accept }: RetailerRowDeps): Promise<void> => accept.onNewRetailer().catch(() => undefined);

const whereTo = (visit: Visit, back: "needs-you" | undefined): string =>
  back === undefined ? pageOf(idOf(visit)) : `/admin/${back}`;

/** With a row of the code's own retailers, so that they are watched and held back like all others. */
async function requireShop(deps: RetailerRowDeps, id: string): Promise<RetailerState> {
  await ensureOwnShops(deps);
  const shop = await findRetailerState(deps.pool, id);
  if (shop === undefined) throw notFound("retailer");
  return shop;
}

async function ensureOwnShops({ pool, accept }: RetailerRowDeps): Promise<void> {
  const own = accept.catalog.retailers().filter(({ driver }) => driver === "demo-shop");
  await ensureRetailerRows(
    pool,
    own.map(({ id }) => id),
  );
}

async function list(deps: RetailerRowDeps, { request }: Visit) {
  const { q, after } = request.query;
  const sought = typeof q === "string" ? q.trim() : "";
  await ensureOwnShops(deps);
  const [found, hours] = await Promise.all([
    listRetailerStates(deps.pool, {
      limit: PAGE + 1,
      after: typeof after === "string" ? after : undefined,
      sought: sought === "" ? undefined : sought,
    }),
    readOrderHours(deps.pool, HOURS_SHOWN),
  ]);
  const { page: retailers, lastOfMore } = takePage(found, PAGE);
  return retailersPage({ sought, retailers, figures: retailerFigures(hours), next: lastOfMore?.id, now: new Date() });
}

async function show(deps: RetailerRowDeps, visit: Visit) {
  const { pool } = deps;
  const id = idOf(visit);
  const shop = await requireShop(deps, id);
  const [registered, managed, hours] = await Promise.all([
    findRegistered(pool, id),
    listRetailerAccounts(pool),
    readOrderHours(pool, HOURS_SHOWN),
  ]);
  const accounts = managed.filter(({ retailerId, disabledAt }) => retailerId === id && disabledAt === null);
  const own = hours.filter(({ retailer }) => retailer === id);
  return retailerPage({ shop, registered, accounts, hours: own, now: new Date() }, visit.visitor);
}
