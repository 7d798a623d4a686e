import {
  countNeeds,
  findQuarantine,
  type GaveUpEndpoint,
  type LastSeen,
  listFailingRetailers,
  listGaveUpEndpoints,
  listLastSeen,
  listNeedyOrders,
  listOpenFindings,
  listOpenReturns,
  type OpenFinding,
  type OpenReturn,
  type OrderLine,
  type Pool,
  type Quarantine,
  type RetailerState,
} from "@cartwright/db";

/** So many of a kind, and how many there are in all. */
export interface Bounded<Item> {
  shown: readonly Item[];
  total: number;
}

/** Everything that waits for a person, oldest first. */
export interface Needs {
  quarantine: Quarantine | undefined;
  findings: Bounded<OpenFinding>;
  orders: Bounded<{ order: OrderLine; seen: LastSeen | undefined }>;
  retailers: Bounded<RetailerState>;
  /** `isMore`: others were given up before those that were looked at. */
  endpoints: Bounded<GaveUpEndpoint> & { isMore: boolean };
  returns: Bounded<OpenReturn>;
  now: Date;
}

/** Of a kind: more than somebody does before they look again. */
const SHOWN = 20;

export async function readNeeds(pool: Pool): Promise<Needs> {
  const [quarantine, counts, orders, failing, gaveUp, findings, returns] = await Promise.all([
    findQuarantine(pool),
    countNeeds(pool),
    listNeedyOrders(pool, SHOWN),
    listFailingRetailers(pool, SHOWN),
    listGaveUpEndpoints(pool),
    listOpenFindings(pool, SHOWN),
    listOpenReturns(pool, SHOWN),
  ]);
  const seen = await listLastSeen(
    pool,
    orders.map(({ id }) => id),
  );
  const seenOf = new Map(seen.map((one) => [one.orderId, one]));
  return {
    quarantine,
    findings: { shown: findings, total: counts.findings },
    orders: { shown: orders.map((order) => ({ order, seen: seenOf.get(order.id) })), total: counts.orders },
    retailers: { shown: failing.retailers, total: failing.total },
    endpoints: {
      shown: gaveUp.endpoints.slice(0, SHOWN),
      total: gaveUp.endpoints.length,
      isMore: gaveUp.isMore,
    },
    returns: { shown: returns, total: counts.returns },
    now: new Date(),
  };
}
