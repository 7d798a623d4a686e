import { CATALOGUE_COLUMNS, type CatalogueColumn } from "@cartwright/schemas";
import { cents, wholeNumber, yesOrNo } from "../bulk/typed-cells.ts";
import { type CellReading, readVariantCell } from "../bulk/variant-cell.ts";
import { showReceived } from "../http/show-received.ts";
import type { CatalogueFault, CatalogueSource } from "./catalogue-fault.ts";
import { type CsvLine, readCsvLines } from "./csv-lines.ts";

/** The columns whose cells are more than text. */
const CELL_READERS: { readonly [column in CatalogueColumn]?: (text: string) => CellReading<unknown> } = {
  supplier_is_available: yesOrNo,
  minimum_order_cents: cents,
  shipping_cents: cents,
  shipping_per_item_cents: cents,
  tax_allowance_percent: percent,
  price_cents: cents,
  variant: readVariantCell,
  available: wholeNumber,
};

type Kind = "supplier" | "product" | "variant";

/** A supplier, product or variant while its rows are read. */
interface Draft {
  kind: Kind;
  path: readonly PropertyKey[];
  line: number;
  values: Record<string, unknown>;
  /** Where each of its values was first given. */
  given: Map<string, { line: number; text: string }>;
  /** Of a supplier its products, of a product its variants. */
  parts: Draft[];
}

interface Drafts {
  suppliers: Draft[];
  byPath: Map<string, Draft>;
  unread: Set<string>;
  faults: CatalogueFault[];
}

/** A catalogue as CSV, one row a variant. Blank cells of a supplier or a product say what the rows above say. */
export function readCatalogueCsv(text: string): CatalogueSource {
  const { lines, faults } = readCsvLines(text);
  const drafts: Drafts = { suppliers: [], byPath: new Map(), unread: new Set(), faults };
  let above: { supplier: Draft | undefined; product: Draft | undefined } = { supplier: undefined, product: undefined };
  for (const row of lines) {
    const supplier = draftOf(drafts, row, { column: "supplier_id", above: above.supplier, parent: undefined });
    const ofSame = supplier === above.supplier ? above.product : undefined;
    const product = draftOf(drafts, row, { column: "product_id", above: ofSame, parent: supplier });
    const variant = product === undefined ? undefined : addDraft(drafts, "variant", product, row.line);
    for (const [column, cell] of row.cells)
      put(drafts, { supplier, product, variant }, { column, cell, line: row.line });
    above = { supplier, product };
  }
  return {
    raw: { suppliers: drafts.suppliers.map(toRaw) },
    faults,
    isUnread: (path) => drafts.unread.has(keyOf(path)),
    placeOf: (path) => placeOf(drafts, path),
  };
}

interface Wanted {
  column: "supplier_id" | "product_id";
  /** What a blank cell means. */
  above: Draft | undefined;
  /** The supplier of a product. */
  parent: Draft | undefined;
}

function draftOf(drafts: Drafts, { line, cells }: CsvLine, { column, above, parent }: Wanted): Draft | undefined {
  const kind = CATALOGUE_COLUMNS[column].of;
  // A row without a supplier was told so already.
  if (kind === "product" && parent === undefined) return undefined;
  const id = cells.get(column);
  if (id === undefined && above === undefined) {
    const message = `is required: only below a row of the same ${kind} may it be blank`;
    drafts.faults.push({ line, field: column, message });
    if (parent !== undefined) drafts.unread.add(keyOf([...parent.path, PARTS.supplier]));
  }
  if (id === undefined) return above;
  const siblings = parent?.parts ?? drafts.suppliers;
  return siblings.find(({ values }) => values["id"] === id) ?? addDraft(drafts, kind, parent, line);
}

const PARTS = { supplier: "products", product: "variants" } as const;

function addDraft(drafts: Drafts, kind: Kind, parent: Draft | undefined, line: number): Draft {
  const siblings = parent?.parts ?? drafts.suppliers;
  const of =
    parent === undefined ? ["suppliers"] : [...parent.path, kind === "product" ? PARTS.supplier : PARTS.product];
  const draft: Draft = { kind, path: [...of, siblings.length], line, values: {}, given: new Map(), parts: [] };
  siblings.push(draft);
  drafts.byPath.set(keyOf(draft.path), draft);
  return draft;
}

function put(
  drafts: Drafts,
  row: { readonly [kind in Kind]: Draft | undefined },
  { column, cell, line }: { column: CatalogueColumn; cell: string; line: number },
): void {
  const { of, field } = CATALOGUE_COLUMNS[column];
  const reading = CELL_READERS[column]?.(cell) ?? { ok: true, value: cell };
  const draft = row[of];
  if (!reading.ok) {
    const { message, expected } = reading.fault;
    drafts.faults.push({ line, field: column, message, received: showReceived(cell), expected });
    if (draft !== undefined) drafts.unread.add(keyOf([...draft.path, field]));
  } else if (draft !== undefined) {
    const earlier = draft.given.get(field);
    if (earlier === undefined) {
      draft.values[field] = reading.value;
      draft.given.set(field, { line, text: cell });
    } else if (JSON.stringify(draft.values[field]) !== JSON.stringify(reading.value)) {
      const message = `contradicts line ${earlier.line}: the rows of one ${of} say the same of it, or nothing`;
      const expected = JSON.stringify(showReceived(earlier.text));
      drafts.faults.push({ line, field: column, message, received: showReceived(cell), expected });
    }
  }
}

function toRaw({ kind, values, parts }: Draft): Record<string, unknown> {
  return kind === "variant" ? values : { ...values, [PARTS[kind]]: parts.map(toRaw) };
}

const keyOf = (path: readonly PropertyKey[]): string => JSON.stringify(path);

/** `["suppliers", 0, "products", 1, "name"]`: two parts a level, then the field. */
function placeOf({ byPath }: Drafts, path: readonly PropertyKey[]): Pick<CatalogueFault, "line" | "field"> {
  for (let length = path.length; length > 0; length -= 1) {
    const draft = byPath.get(keyOf(path.slice(0, length)));
    if (draft === undefined) continue;
    const { kind, line, given } = draft;
    const field = String(path[length] ?? "");
    const column = Object.entries(CATALOGUE_COLUMNS).find(([, place]) => place.of === kind && place.field === field);
    return { line: given.get(field)?.line ?? line, field: column?.[0] ?? kind };
  }
  return { line: null, field: "" };
}

function percent(text: string): CellReading<number> {
  if (/^\d{1,3}(\.\d{1,2})?$/.test(text)) return { ok: true, value: Number(text) };
  const expected = "percent with up to two decimals, without the sign: 7.25";
  return { ok: false, fault: { code: "invalid", message: "is not a number of percent", expected } };
}
