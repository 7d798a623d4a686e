import { createHash } from "node:crypto";
import { type Database, findAnySupplier, listAllSuppliers, listProducts, type Pool } from "@cartwright/db";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import { z } from "zod";
import type { CatalogueFault } from "../../catalogue/catalogue-fault.ts";
import { describeImport, type FileImport, importFile } from "../../catalogue/import-file.ts";
import { CATALOGUE_FORMATS, readCatalogue } from "../../catalogue/read-catalogue.ts";
import { readStock, toCatalogueFile } from "../../catalogue/show-catalogue.ts";
import { notFound } from "../../http/mount-routes.ts";
import { action, type AdminRow, idOf, page, type Shown, type Visit } from "../admin-route.ts";
import { type CatalogueChange, catalogueChanges } from "./catalogue-changes.ts";
import { cataloguePage, supplierPage } from "./catalogue-pages.tsx";
import { importPage } from "./import-page.tsx";

export interface CatalogueRowDeps {
  db: Database;
  pool: Pool;
  /** What a catalogue may be of. */
  catalog: RetailerCatalog;
}

const PRODUCTS_A_PAGE = 50;
/** Of some ten thousand variants; what is larger is for the command. */
const MAX_IMPORT_BYTES = 8 * 1024 * 1024;

const ImportForm = z.strictObject({ format: z.enum(CATALOGUE_FORMATS), content: z.string().min(1) });
type ImportForm = z.infer<typeof ImportForm>;

const subject = () => ({ type: "catalogue", id: "import" });
/** The file itself is in the catalogue afterwards: enough is kept to tell which one it was. */
const noted = ({ format, content }: ImportForm) => {
  const bytes = Buffer.from(content);
  return { format, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
};

/** What the other two faces can order, and how it gets there. */
export function catalogueRows(deps: CatalogueRowDeps): AdminRow[] {
  const { db } = deps;
  return [
    page({
      path: "/catalogue",
      role: "viewer",
      title: "Catalogue",
      show: async ({ visitor }) => cataloguePage(await listAllSuppliers(db), visitor),
    }),
    page({
      path: "/catalogue/import",
      role: "admin",
      title: "Import",
      show: ({ visitor }) => importPage({ format: "csv", content: "" }, visitor),
    }),
    action({
      path: "/catalogue/import/check",
      role: "admin",
      action: "check-catalogue",
      form: ImportForm,
      subject,
      noted,
      maxFormBytes: MAX_IMPORT_BYTES,
      act: (visit, form) => check(deps, visit, form),
    }),
    action({
      path: "/catalogue/import",
      role: "admin",
      action: "import-catalogue",
      form: ImportForm,
      subject,
      noted,
      maxFormBytes: MAX_IMPORT_BYTES,
      act: async (visit, form) => {
        const done = await importFile({ pool: deps.pool, shops: deps.catalog }, toFile(form));
        if (!done.ok) return refused(visit, form, done.faults);
        return { to: "/admin/catalogue", says: `Imported. ${countLines(done).join("; ")}.` };
      },
    }),
    page({ path: "/catalogue/:id", role: "viewer", title: "Supplier", show: (visit) => showSupplier(deps, visit) }),
  ];
}

async function showSupplier({ db }: CatalogueRowDeps, visit: Visit) {
  const supplier = await findAnySupplier(db, idOf(visit));
  if (supplier === undefined) throw notFound("supplier");
  const { from } = visit.request.query;
  const offset = typeof from === "string" && /^\d{1,7}$/.test(from) ? Number(from) : 0;
  const asked = { supplierId: supplier.id, limit: PRODUCTS_A_PAGE, offset };
  const { products, total } = await listProducts(db, supplier.mode, asked);
  const next = offset + products.length < total ? offset + products.length : undefined;
  return supplierPage({ supplier, products, total, next });
}

const toFile = ({ format, content }: ImportForm) => ({ format, content: Buffer.from(content) });

/** A dry run: nothing is changed, and what would be is told one by one. */
async function check({ db, pool, catalog }: CatalogueRowDeps, visit: Visit, form: ImportForm): Promise<Shown> {
  const file = toFile(form);
  const read = readCatalogue(catalog, file.format, file.content);
  if (!read.ok) return refused(visit, form, read.faults);
  const changes = catalogueChanges(toCatalogueFile(await readStock(db)), read.catalogue);
  const done = await importFile({ pool, shops: catalog }, file, { isDryRun: true });
  if (!done.ok) return refused(visit, form, done.faults);
  return shown(visit, form, { changes, counts: countLines(done) }, { counts: done.counts });
}

const refused = (visit: Visit, form: ImportForm, faults: CatalogueFault[]): Shown => ({
  ...shown(visit, form, { faults }, { faults }),
  refusal: "validation_error",
});

const shown = (
  { visitor }: Visit,
  form: ImportForm,
  result: { faults?: CatalogueFault[]; changes?: CatalogueChange[]; counts?: string[] },
  json: Record<string, unknown>,
): Shown => ({ title: "Import", content: importPage({ ...form, ...result }, visitor), json });

/** `products: 1 added, 0 changed, 12 unchanged, 0 taken out` */
const countLines = (done: FileImport): string[] =>
  describeImport("", done, true)
    .slice(1)
    .map((line) => line.trim());
