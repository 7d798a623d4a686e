import { type ListedRetailer, openCatalog } from "@cartwright/retailers/catalog";
import { RetailerSettings } from "@cartwright/schemas";
import { describeFault } from "../catalogue-fault.ts";
import { type CatalogueFormat, readCatalogue } from "../read-catalogue.ts";

const registered = (id: string, disabledAt: Date | null): ListedRetailer => ({
  id,
  name: null,
  driver: "storefront",
  settings: RetailerSettings.parse({}),
  platform: null,
  origins: [`https://${id}`],
  disabledAt,
});
/** Two shops, a sandbox, and one that is disabled. */
export const SHOPS = openCatalog({
  demoShopUrl: "http://demo.test:1",
  listed: () => [registered("pine.com", null), registered("oak.com", null), registered("closed.com", new Date())],
});

/** The faults as lines for people. */
export const faultsOf = (format: CatalogueFormat, text: string | Uint8Array): string[] => {
  const content = typeof text === "string" ? Buffer.from(text) : text;
  const read = readCatalogue(SHOPS, format, content);
  return read.ok ? [] : read.faults.map(describeFault);
};
