import { z } from "zod";
import { MAX_ORDER_CENTS } from "./money.ts";
import { wordsLine } from "./text.ts";

const MAX_EVIDENCE = 2_000;

/** What a person found out about a purchase in doubt, and how: the body of `POST /admin/orders/{id}/resolve`. */
export const ResolveDoubt = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("placed"),
    /** As the retailer shows them. */
    merchant_order_ids: z.array(wordsLine(64)).min(1).max(10),
    /** What was charged in all, in cents, if it is known. */
    total: z.int().min(1).max(MAX_ORDER_CENTS).nullish(),
    /** Where it was seen: a mail, a page, a call. */
    evidence: wordsLine(MAX_EVIDENCE),
  }),
  z.strictObject({ outcome: z.literal("not_placed"), evidence: wordsLine(MAX_EVIDENCE) }),
]);
export type ResolveDoubt = z.infer<typeof ResolveDoubt>;

/** How a person knows that nothing left in a quarantine was bought: the body of `POST /admin/quarantine/end`. */
export const EndQuarantine = z.strictObject({ evidence: wordsLine(MAX_EVIDENCE) });
export type EndQuarantine = z.infer<typeof EndQuarantine>;
