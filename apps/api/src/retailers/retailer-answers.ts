import { z } from "zod";

/** How much is known of buying at a retailer. */
export const RetailerSupport = z.enum(["verified", "observed", "untested", "unsupported"]).meta({
  id: "RetailerSupport",
  description:
    "verified: this project's own tests order there. observed: registered, or ordered from before. untested: never seen, and taken. unsupported: no orders are taken.",
});
export type RetailerSupport = z.infer<typeof RetailerSupport>;

const Profile = z
  .object({ name: z.string(), verified: z.boolean() })
  .meta({ id: "RetailerProfile", description: "What is known of the platform that the shop runs on." });

export const Retailer = z
  .object({
    retailer: z.string().meta({ description: "Its id, which stays." }),
    display_name: z.string(),
    base_url: z.string().nullable(),
    no_account_needed: z.boolean().meta({ description: "Orders are placed there as a guest." }),
    use_your_account: z.boolean().meta({ description: "Orders can be placed there with a login." }),
    supported_countries: z.array(z.string()),
    support: RetailerSupport,
    sandbox: z.boolean().meta({ description: "Buys nothing for real; test keys order from these alone." }),
    driver: z.string(),
    profile: Profile.nullable(),
    disabled: z.boolean().meta({ description: "Takes no orders right now." }),
  })
  .meta({ id: "Retailer" });
export type Retailer = z.infer<typeof Retailer>;

const Coverage = z
  .object({
    policy: z
      .enum(["open", "listed"])
      .meta({ description: "open: orders are taken for other shops than those of the list, too." }),
    summary: z.string(),
  })
  .meta({ id: "RetailerCoverage" });
export type Coverage = z.infer<typeof Coverage>;

export const RetailerList = z
  .object({
    retailers: z.array(Retailer),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
    coverage: Coverage,
  })
  .meta({ id: "RetailerList" });

export const RetailerCheck = z
  .object({
    url: z.string(),
    domain: z.string().nullable(),
    orderable: z.boolean().meta({ description: "Whether an order for this URL would be taken." }),
    support: RetailerSupport,
    support_detail: z.string(),
    unsupported_reason: z
      .string()
      .nullable()
      .meta({ description: "The code that `POST /orders` would refuse it with." }),
    retailer: z
      .object({ retailer: z.string(), brand: z.string(), display_name: z.string(), country: z.string() })
      .nullable(),
    platform: z.string().nullable(),
    driver: z.string().nullable(),
    profile: Profile.nullable(),
    checkout: z.object({ guest_checkout: z.boolean(), use_your_account: z.boolean() }).nullable(),
    ships_to: z.array(z.string()),
    evidence: z.object({ orders_placed: z.boolean(), last_order_at: z.iso.datetime().nullable() }).nullable(),
    how_to_order: z.string().meta({ description: "What to do next, in words." }),
  })
  .meta({ id: "RetailerCheck" });
export type RetailerCheck = z.infer<typeof RetailerCheck>;
