import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "@cartwright/db";
import { startPostgres } from "../../services/postgres.ts";
import { preferredPort } from "../../stack/apps.ts";
import type { Run } from "../../stack/run.ts";

const DATABASE = "evershop";
const POSTGRES_PORT = 5434;
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** An order as the shop itself has it: the oracle of whoever bought there. */
export interface EverShopOrder {
  order_number: string;
  status: string;
  payment_status: string;
  /** In dollars, with four decimals: "20.0000". */
  grand_total: string;
  currency: string;
  customer_email: string;
  customer_full_name: string | null;
  shipping_note: string | null;
  /** How many pieces. */
  total_qty: number;
  created_at: Date;
}

export interface EverShopProduct {
  sku: string;
  name: string;
  url: string;
  priceCents: number;
  /** What must be chosen on its page, though the page is already this colour's; null where nothing is to be chosen. */
  color: string | null;
  inStock: boolean;
}

export interface ShopDatabase {
  url: string;
  orders(): Promise<EverShopOrder[]>;
  products(shopUrl: string): Promise<EverShopProduct[]>;
  /** Categories and products whose page has no address yet: the shop gives them theirs in the background. */
  countPagesWithoutUrl(): Promise<number>;
  close(): Promise<void>;
}

/** A Postgres of the shop's own beside that of the slot, so that it may be opened with or without the rest of the stack. */
export const openShopDatabase = async (run: Run, ports: Set<number>): Promise<ShopDatabase> => {
  const server = await startPostgres(inOwnFolder(run), preferredPort(run, POSTGRES_PORT), ports);
  const url = new URL(server.url);
  url.pathname = DATABASE;
  // The shop of the run before, with its orders.
  await ask(server.url, `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await ask(server.url, `CREATE DATABASE ${DATABASE}`);
  const { pool, close } = connect(url.href);
  return {
    url: url.href,
    close,
    orders: async () => (await pool.query<EverShopOrder>(ORDERS)).rows,
    products: async (shopUrl) => {
      const { rows } = await pool.query<ProductRow>(PRODUCTS);
      return rows.map(({ sku, name, path: page, priceCents, color, inStock }) => {
        return { sku, name, url: new URL(page, shopUrl).href, priceCents, color, inStock };
      });
    },
    countPagesWithoutUrl: async () => (await pool.query<{ count: number }>(WITHOUT_URL)).rows[0]?.count ?? 0,
  };
};

type ProductRow = Omit<EverShopProduct, "url"> & { path: string };

const ORDERS = `
  select order_number, status, payment_status, grand_total, currency, customer_email, customer_full_name, shipping_note,
         total_qty, created_at
    from "order" order by order_id`;

const PRODUCTS = `
  select product.sku, product_description.name, url_rewrite.request_path as path,
         round(product.price * 100)::int as "priceCents", choice.option_text as color,
         product_inventory.stock_availability and product_inventory.qty > 0 as "inStock"
    from product
    join product_description on product_description_product_id = product.product_id
    join product_inventory on product_inventory_product_id = product.product_id
    join url_rewrite on url_rewrite.entity_uuid = product.uuid and url_rewrite.entity_type = 'product'
    left join product_attribute_value_index choice on choice.product_id = product.product_id
     and choice.attribute_id = (select attribute_id from attribute where attribute_code = 'color')
   order by product.product_id`;

const WITHOUT_URL = `
  select count(*)::int as count from (select uuid from category union all select uuid from product) page
   where not exists (select from url_rewrite where entity_uuid = page.uuid)`;

const inOwnFolder = (run: Run): Run => {
  const folder = path.join(run.slot.folder, "evershop");
  const logs = run.slot.logs;
  const isNew = !existsSync(folder);
  // Postgres may run as another user inside of it: others may pass, not look.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return {
    ...run,
    slot: { ...run.slot, name: `${run.slot.name}-evershop`, folder, isNew },
    start: (options) =>
      run.start({
        ...options,
        name: `EverShop's ${options.name}`,
        logFile: path.join(logs, "evershop-postgres.log"),
      }),
  };
};

const connect = (url: string) =>
  openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-shops",
    // The shop's Postgres is ended before this process is.
    onError: () => undefined,
  });

const ask = async (url: string, statement: string): Promise<void> => {
  const { pool, close } = connect(url);
  await pool.query(statement).finally(close);
};
