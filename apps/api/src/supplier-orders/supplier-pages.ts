import { SupplierPageMeta } from "@cartwright/schemas";
import { z } from "zod";
import { queryInteger } from "../http/query-values.ts";

const DEFAULT_PER_PAGE = 20;
const MAX_PER_PAGE = 100;
/** Far behind any list that somebody reads to its end. */
const MAX_PAGE = 1_000_000;

/** The parameters of every list. */
export const PageQuery = z.strictObject({
  page: queryInteger(1, MAX_PAGE).default(1),
  per_page: queryInteger(1, MAX_PER_PAGE).default(DEFAULT_PER_PAGE),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.object({ data: z.array(entry), meta: SupplierPageMeta });

export function toRange({ page, per_page }: PageQuery): { limit: number; offset: number } {
  return { limit: per_page, offset: (page - 1) * per_page };
}

export function pageOf<Entry>(data: Entry[], total: number, { page, per_page }: PageQuery) {
  const meta: SupplierPageMeta = { total, page, per_page, total_pages: Math.ceil(total / per_page) };
  return { data, meta };
}
