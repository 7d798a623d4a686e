import {
  type CatalogueProduct,
  type Database,
  findProduct,
  findSupplier,
  listProducts,
  listSuppliers,
  type SupplierRow,
} from "@cartwright/db";
import { ProductId, SupplierId, SupplierInfo, SupplierProduct } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { type Route, route } from "../http/route.ts";
import { SUPPLIER_FACE } from "./face.ts";
import { listOf, PageQuery, pageOf, toRange } from "./supplier-pages.ts";
import { supplierNotFound } from "./supplier-problem.ts";

interface CatalogueDeps {
  database: { db: Database };
}

/** The catalogue is the deployment's: every key sees the suppliers of its own mode. */
const FACE = { tag: "Supplier catalogue", face: SUPPLIER_FACE, method: "get" } as const;
const CatalogueParam = z.strictObject({ id: z.string() });

export function supplierCatalogueRoutes({ database: { db } }: CatalogueDeps): Route[] {
  return [productsRoute(db), productRoute(db), suppliersRoute(db), supplierRoute(db), productsOfSupplierRoute(db)];
}

const productsRoute = (db: Database): Route =>
  route("orders:read", {
    ...FACE,
    path: "/api/v1/products",
    id: "listSupplierProducts",
    summary: "List what can be ordered, by name",
    query: PageQuery.extend({ supplier_id: SupplierId.optional() }),
    answers: { 200: { description: "A page of products", body: listOf(SupplierProduct) } },
    handle: async ({ response, caller, query }) => {
      response.json(await listPage(db, caller, query, query.supplier_id));
    },
  });

const productRoute = (db: Database): Route =>
  route("orders:read", {
    ...FACE,
    path: "/api/v1/products/:id",
    id: "getSupplierProduct",
    summary: "Read a product and its variants",
    params: CatalogueParam,
    isShared: true,
    answers: { 200: { description: "The product", body: SupplierProduct } },
    handle: async ({ response, caller, params }) => {
      // Whatever else somebody writes there, to Postgres it may be no text at all.
      const id = ProductId.safeParse(params.id).data;
      const product = id === undefined ? undefined : await findProduct(db, caller.mode, id);
      if (product === undefined) throw supplierNotFound("product");
      response.json(presentProduct(product));
    },
  });

const suppliersRoute = (db: Database): Route =>
  route("orders:read", {
    ...FACE,
    path: "/api/v1/suppliers",
    id: "listSuppliers",
    summary: "List suppliers, by name",
    query: PageQuery,
    answers: { 200: { description: "A page of suppliers", body: listOf(SupplierInfo) } },
    handle: async ({ response, caller, query }) => {
      const suppliers = await listSuppliers(db, caller.mode);
      const { limit, offset } = toRange(query);
      const shown = suppliers.slice(offset, offset + limit).map(presentSupplier);
      response.json(pageOf(shown, suppliers.length, query));
    },
  });

const supplierRoute = (db: Database): Route =>
  route("orders:read", {
    ...FACE,
    path: "/api/v1/suppliers/:id",
    id: "getSupplier",
    summary: "Read a supplier and its terms",
    params: CatalogueParam,
    isShared: true,
    answers: { 200: { description: "The supplier", body: SupplierInfo } },
    handle: async ({ response, caller, params }) => {
      response.json(presentSupplier(await requireSupplier(db, caller, params.id)));
    },
  });

const productsOfSupplierRoute = (db: Database): Route =>
  route("orders:read", {
    ...FACE,
    path: "/api/v1/suppliers/:id/products",
    id: "listProductsOfSupplier",
    summary: "List what a supplier sells, by name",
    params: CatalogueParam,
    isShared: true,
    query: PageQuery,
    answers: { 200: { description: "A page of products", body: listOf(SupplierProduct) } },
    handle: async ({ response, caller, params, query }) => {
      const supplier = await requireSupplier(db, caller, params.id);
      response.json(await listPage(db, caller, query, supplier.id));
    },
  });

async function listPage(db: Database, { mode }: Caller, query: PageQuery, supplierId: string | undefined) {
  const { products, total } = await listProducts(db, mode, { ...toRange(query), supplierId });
  return pageOf(products.map(presentProduct), total, query);
}

async function requireSupplier(db: Database, { mode }: Caller, named: string): Promise<SupplierRow> {
  const id = SupplierId.safeParse(named).data;
  const supplier = id === undefined ? undefined : await findSupplier(db, mode, id);
  if (supplier === undefined) throw supplierNotFound("supplier");
  return supplier;
}

function presentProduct(product: CatalogueProduct): SupplierProduct {
  return {
    id: product.id,
    supplier_id: product.supplierId,
    name: product.name,
    description: product.description,
    variants: product.variants.map(({ id, sku, priceCents, choices, available }) => ({
      id: String(id),
      sku,
      price_cents: priceCents,
      options: choices,
      available,
    })),
  };
}

function presentSupplier(supplier: SupplierRow): SupplierInfo {
  return {
    id: supplier.id,
    name: supplier.name,
    address: supplier.address,
    is_available: supplier.isAvailable,
    minimum_order_cents: supplier.minimumOrderCents,
    shipping_cents: supplier.shippingCents,
    shipping_per_item_cents: supplier.shippingPerItemCents,
  };
}
