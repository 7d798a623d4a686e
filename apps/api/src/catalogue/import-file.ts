import { importCatalogue, type ImportCounts, listRegistered, type Pool, type RowCounts } from "@cartwright/db";
import { openCatalog, type RetailerCatalog } from "@cartwright/retailers/catalog";
import { readEnvironment } from "@cartwright/schemas";
import { ShopVariables } from "../config.ts";
import { type CatalogueFault, describeFault } from "./catalogue-fault.ts";
import { type CatalogueFormat, readCatalogue } from "./read-catalogue.ts";

export type FileImport = { ok: true; counts: ImportCounts } | { ok: false; faults: CatalogueFault[] };

/** The retailers that the API of this environment and database takes orders for, as of now. */
export async function openShops(
  pool: Pool,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RetailerCatalog> {
  const config = readEnvironment("the catalogue command", ShopVariables, environment);
  const registered = await listRegistered(pool);
  return openCatalog({
    demoShopUrl: config.DEMO_SHOP_URL,
    policy: config.SHOPS_POLICY,
    allowLocal: config.SHOPS_ALLOW_LOCAL,
    listed: () => registered,
  });
}

/** Takes a file into the catalogue, all or nothing. */
export async function importFile(
  deps: { pool: Pool; shops: RetailerCatalog },
  file: { format: CatalogueFormat; content: Uint8Array },
  options: { isDryRun?: boolean } = {},
): Promise<FileImport> {
  const read = readCatalogue(deps.shops, file.format, file.content);
  if (!read.ok) return read;
  const result = await importCatalogue(deps.pool, read.catalogue, options);
  return result.kind === "imported"
    ? { ok: true, counts: result.counts }
    : { ok: false, faults: read.explain(result.conflicts) };
}

export function describeImport(file: string, done: FileImport, isDryRun: boolean): string[] {
  if (!done.ok) {
    const { length } = done.faults;
    const head = `${file}: ${length === 1 ? "1 fault" : `${length} faults`}. Nothing was imported.`;
    return [head, ...done.faults.map((fault) => `  ${describeFault(fault)}`)];
  }
  return [
    isDryRun ? `${file} is fine. Nothing was imported: this was a dry run. It would be:` : `${file} was imported.`,
    describeCounts("suppliers", done.counts.suppliers),
    describeCounts("products", done.counts.products),
    describeCounts("variants", done.counts.variants),
  ];
}

function describeCounts(what: string, { added, changed, unchanged, takenOut }: RowCounts): string {
  const gone = what === "suppliers" ? "" : `, ${takenOut} taken out`;
  return `  ${what}: ${added} added, ${changed} changed, ${unchanged} unchanged${gone}`;
}
