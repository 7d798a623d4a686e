import type { Catalogue, ImportConflict } from "@cartwright/db";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import type { CatalogueFault, CatalogueSource, PathFault } from "./catalogue-fault.ts";
import { judgeCatalogue } from "./judge-catalogue.ts";
import { readCatalogueCsv } from "./read-csv.ts";
import { readCatalogueJson } from "./read-json.ts";

export const CATALOGUE_FORMATS = ["csv", "json"] as const;
export type CatalogueFormat = (typeof CATALOGUE_FORMATS)[number];

export type ReadCatalogue =
  | { ok: true; catalogue: Catalogue; explain: (conflicts: readonly ImportConflict[]) => CatalogueFault[] }
  | { ok: false; faults: CatalogueFault[] };

/** Reads a catalogue and judges it; every fault at once, in the order of the file's lines. */
export function readCatalogue(catalog: RetailerCatalog, format: CatalogueFormat, content: Uint8Array): ReadCatalogue {
  const text = decode(content);
  if (text === undefined) {
    return {
      ok: false,
      faults: [{ line: null, field: "", message: "The file is not UTF-8: save it as CSV UTF-8, or JSON" }],
    };
  }
  const source = format === "csv" ? readCatalogueCsv(text) : readCatalogueJson(text);
  // Of a file that could not be read at all there is no more to say.
  if (isEmpty(source) && source.faults.length > 0) return { ok: false, faults: source.faults };
  const { catalogue, faults } = judgeCatalogue(catalog, source.raw);
  const ofPaths = faults.filter(({ path }) => !source.isUnread(path)).map((fault) => placed(source, fault));
  if (catalogue === undefined || source.faults.length > 0) {
    return { ok: false, faults: inOrder([...source.faults, ...ofPaths]) };
  }
  return {
    ok: true,
    catalogue,
    explain: (conflicts) => inOrder(conflicts.map((conflict) => placed(source, toFault(catalogue, conflict)))),
  };
}

function decode(content: Uint8Array): string | undefined {
  try {
    // The marks of a byte order are the readers' affair.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function isEmpty({ raw }: CatalogueSource): boolean {
  if (raw === undefined) return true;
  return (
    typeof raw === "object" &&
    raw !== null &&
    "suppliers" in raw &&
    Array.isArray(raw.suppliers) &&
    raw.suppliers.length === 0
  );
}

function placed({ placeOf }: CatalogueSource, { path, ...words }: PathFault): CatalogueFault {
  return { ...placeOf(path), ...words };
}

const inOrder = (faults: readonly CatalogueFault[]): CatalogueFault[] =>
  faults.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));

/** What the database says against an import, in words. */
function toFault({ suppliers }: Catalogue, conflict: ImportConflict): PathFault {
  const at = ["suppliers", conflict.supplier];
  const supplier = suppliers[conflict.supplier];
  if (conflict.kind === "supplier_mode") {
    const message = `is a ${conflict.mode} supplier in the catalogue, and its URLs here are of a ${supplier?.mode} one: choose another id`;
    return { path: [...at, "id"], message, received: supplier?.id };
  }
  const product = supplier?.products[conflict.product];
  const ofProduct = [...at, "products", conflict.product];
  const owner = conflict.ownerId;
  if (conflict.kind === "sku_of_other") {
    const message = `is of ${conflict.productId}, a product of ${owner}: choose another SKU, or put ${owner} into the file`;
    const received = product?.variants[conflict.variant]?.sku;
    return { path: [...ofProduct, "variants", conflict.variant, "sku"], message, received };
  }
  const how = conflict.ownerMode === supplier?.mode ? `, or put ${owner} into the file` : "";
  const message = `is a product of ${owner}, a ${conflict.ownerMode} supplier: choose another id${how}`;
  return { path: [...ofProduct, "id"], message, received: product?.id };
}
