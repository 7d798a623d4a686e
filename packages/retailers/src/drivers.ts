import { demoShopDriver } from "./demo-shop/driver.ts";
import type { RetailerDriver } from "./driver.ts";

const DRIVERS: readonly RetailerDriver[] = [demoShopDriver];

/** The driver for a retailer of the catalogue. */
export function findDriver(retailer: string): RetailerDriver | undefined {
  return DRIVERS.find((driver) => driver.retailer === retailer);
}
