export { SEEDED_ACCOUNT } from "./accounts.ts";
export { openDemoShop, type DemoShop, type DemoShopOptions } from "./demo-shop.ts";
export type { Purchase } from "./ledger.ts";
