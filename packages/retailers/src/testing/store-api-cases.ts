import type { RetailerDriver, ShopAccount, WantedProduct } from "../driver.ts";
import type { ContractCase, ContractShop } from "./driver-contract.ts";

/** A store API for the contract: what its products are called, and how it is paid. */
export interface StoreApiCases {
  urlOf: (handle: string) => string;
  driver: RetailerDriver;
  /** The same, with a payment that is declined. */
  decliningDriver: RetailerDriver;
  account: ShopAccount;
}

/** Products that only a stand-in has, by case. */
const QUIRKS = {
  price_changes: "rising",
  unreadable_price: "unreadable",
  foreign_currency: "euros",
  tag_along: "tag_along",
  lost_answer: "lost_answer",
  muddled_answer: "muddled_answer",
  sold_out_at_last: "sold_out_at_last",
} as const satisfies Partial<Record<ContractCase, string>>;

/** The contract's cases at a stand-in. */
export function casesOf({ urlOf, driver, decliningDriver, account }: StoreApiCases): ContractShop["cases"] {
  const item = (handle: string, variant: WantedProduct["variant"] = null) => ({
    item: { url: urlOf(handle), quantity: 2, variant },
  });
  const quirk = (name: keyof typeof QUIRKS) => ({ driver, ...item(QUIRKS[name]) });
  return {
    ordinary: { driver, ...item("walnut-organizer") },
    variants: {
      driver,
      ...item("harbor-tee", [
        { label: "Colour", value: "navy" },
        { label: "size", value: "M" },
      ]),
    },
    price_changes: quirk("price_changes"),
    unreadable_price: quirk("unreadable_price"),
    foreign_currency: quirk("foreign_currency"),
    tag_along: quirk("tag_along"),
    lost_answer: quirk("lost_answer"),
    muddled_answer: quirk("muddled_answer"),
    sold_out_at_last: quirk("sold_out_at_last"),
    out_of_stock: { driver, ...item("last-lantern") },
    unknown_page: { driver, ...item("nothing-of-the-kind") },
    declined: { driver: decliningDriver, ...item("walnut-organizer") },
    login_failed: { driver, ...item("walnut-organizer"), account: { ...account, password: "not the password" } },
    history: { driver, ...item("walnut-organizer"), account },
  };
}

/** The same at a real server, which does nothing that no honest one would. */
export function honestCasesOf(shop: StoreApiCases): ContractShop["cases"] {
  const honest = Object.keys(QUIRKS).map((name) => [name, { skipped: "no real server does it on demand" }]);
  return { ...casesOf(shop), ...(Object.fromEntries(honest) as Partial<ContractShop["cases"]>) };
}
