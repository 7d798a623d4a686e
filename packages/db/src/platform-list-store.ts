import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { type PlatformOrderRecord, withPlatformParts } from "./platform-read-store.ts";
import { platformOrderIndex } from "./tables/index.ts";

/** What orders can be filtered and sorted by, each with how its values are compared. */
export const PLATFORM_FILTER_FIELDS = {
  number: "text",
  email: "text",
  state: "text",
  payment_state: "text",
  shipment_state: "text",
  channel: "text",
  total: "cents",
  item_total: "cents",
  completed_at: "time",
  created_at: "time",
  considered_risky: "boolean",
} as const satisfies Record<string, "text" | "cents" | "time" | "boolean">;
export type PlatformFilterField = keyof typeof PLATFORM_FILTER_FIELDS;

export const PLATFORM_PREDICATES = [
  "not_eq",
  "eq",
  "in",
  "cont",
  "start",
  "gteq",
  "gt",
  "lteq",
  "lt",
  "null",
  "present",
] as const;
export type PlatformPredicate = (typeof PLATFORM_PREDICATES)[number];

/** A value as its field is compared: US cents, a moment, yes or no, or text. */
export type PlatformFilterValue = string | number | boolean | Date;

export interface PlatformFilter {
  field: PlatformFilterField;
  predicate: PlatformPredicate;
  /** One; of `in` any number. Of `null` and `present` it says yes or no. */
  values: readonly PlatformFilterValue[];
}

export interface PlatformListRequest {
  filters: readonly PlatformFilter[];
  /** In turn. What is the same in all of them is sorted by when it was made. */
  sort: readonly { field: PlatformFilterField; isDescending: boolean }[];
  limit: number;
  offset: number;
}

const COLUMNS = {
  number: platformOrderIndex.number,
  email: platformOrderIndex.email,
  state: platformOrderIndex.state,
  payment_state: platformOrderIndex.paymentState,
  shipment_state: platformOrderIndex.shipmentState,
  channel: platformOrderIndex.channel,
  total: platformOrderIndex.totalCents,
  item_total: platformOrderIndex.itemTotalCents,
  completed_at: platformOrderIndex.completedAt,
  created_at: platformOrderIndex.createdAt,
  considered_risky: platformOrderIndex.consideredRisky,
} as const;

/** Looks at every order of the scope, carts and orders of all faces: what it costs grows with them. */
export async function listPlatformOrders(
  db: Executor,
  scope: OrderScope,
  request: PlatformListRequest,
): Promise<{ orders: PlatformOrderRecord[]; total: number }> {
  const where = and(
    eq(platformOrderIndex.accountId, scope.accountId),
    eq(platformOrderIndex.mode, scope.mode),
    ...request.filters.map(toCondition),
  );
  const rows = await db
    .select()
    .from(platformOrderIndex)
    .where(where)
    .orderBy(...request.sort.map(toOrder), asc(platformOrderIndex.createdAt), asc(platformOrderIndex.id))
    .limit(request.limit)
    .offset(request.offset);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(platformOrderIndex)
    .where(where);
  return { orders: await withPlatformParts(db, scope, rows), total: counted?.total ?? 0 };
}

function toOrder({ field, isDescending }: PlatformListRequest["sort"][number]): SQL {
  return isDescending ? sql`${desc(COLUMNS[field])} NULLS LAST` : sql`${asc(COLUMNS[field])} NULLS LAST`;
}

function toCondition({ field, predicate, values }: PlatformFilter): SQL {
  const column = COLUMNS[field];
  const [value] = values.map((one) => asParameter(field, one));
  const text = sql`${column}::text`;
  switch (predicate) {
    case "eq":
      return sql`${column} = ${value}`;
    case "not_eq":
      return sql`${column} IS DISTINCT FROM ${value}`;
    case "in":
      return values.length === 0
        ? sql`false`
        : sql`${column} IN (${sql.join(values.map((one) => asParameter(field, one)), sql`, `)})`; // prettier-ignore
    case "cont":
      return sql`${text} ILIKE ${`%${escapeLike(String(values[0] ?? ""))}%`}`;
    case "start":
      return sql`${text} ILIKE ${`${escapeLike(String(values[0] ?? ""))}%`}`;
    case "gt":
      return sql`${column} > ${value}`;
    case "gteq":
      return sql`${column} >= ${value}`;
    case "lt":
      return sql`${column} < ${value}`;
    case "lteq":
      return sql`${column} <= ${value}`;
    case "null":
      return values[0] === true ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`;
    case "present":
      return values[0] === true ? isPresent(field) : sql`NOT (${isPresent(field)})`;
  }
}

/** Neither nothing nor blank. */
function isPresent(field: PlatformFilterField): SQL {
  const column = COLUMNS[field];
  return PLATFORM_FILTER_FIELDS[field] === "text"
    ? sql`coalesce(btrim(${column}) <> '', false)`
    : sql`${column} IS NOT NULL`;
}

/** With its type, so that Postgres compares it as what it is. */
function asParameter(field: PlatformFilterField, value: PlatformFilterValue): SQL {
  switch (PLATFORM_FILTER_FIELDS[field]) {
    case "cents":
      return sql`${value}::numeric`;
    case "time":
      return sql`${value instanceof Date ? value.toISOString() : value}::timestamptz`;
    case "boolean":
      return sql`${value}::boolean`;
    case "text":
      return sql`${value}::text`;
  }
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
