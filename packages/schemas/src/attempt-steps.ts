import { z } from "zod";

/** The steps of one attempt as the worker keeps them, masked, and as the admin area shows them. */
export const AttemptSteps = z.object({
  /** By the worker's clock. */
  started_at: z.string(),
  took_ms: z.number(),
  /** What came of the attempt. */
  ending: z.string(),
  /** Hosts that the attempt asked for. */
  hosts: z.array(z.string()),
  /** What was left out, and why. */
  notes: z.array(z.string()),
  steps: z.array(
    z.object({
      name: z.string(),
      /** Since the attempt's start. */
      at_ms: z.number(),
      took_ms: z.number(),
      ok: z.boolean(),
      saw: z.array(z.string()),
      fault: z.string().optional(),
    }),
  ),
});
export type AttemptSteps = z.infer<typeof AttemptSteps>;
