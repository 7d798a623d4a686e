import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Run } from "../../stack/run.ts";
import { requireInstalled } from "../install.ts";
import { openShopDatabase } from "../shop-database.ts";
import {
  runToEnd,
  type ShopOptions,
  type ShopOrder,
  type ShopProgram,
  startServer,
  stopAll,
  type StoreApiShop,
} from "../shop-server.ts";

const VERSION = "2.21.2";
const PACKAGES = { "@medusajs/medusa": VERSION, "@medusajs/framework": VERSION, "@medusajs/cli": VERSION };
const POSTGRES_PORT = 5436;
const PORT = 3040;
const CLI = "node_modules/@medusajs/cli/cli.js";
/** As Medusa looks for them in its folder. */
const FILES = {
  "medusa-config.cjs": "medusa-config.js",
  "declining-provider.cjs": "declining-provider.js",
  "seed.cjs": "seed.js",
};
const ACCOUNT = { login: "buyer@example.com", password: "harbor-and-pine" };

/** A real Medusa server. The first time on a machine takes two minutes and npm's registry; after that, seconds. */
export const openMedusa = async ({ run, steps, ports = new Set() }: ShopOptions): Promise<StoreApiShop> => {
  const cache = await requireInstalled(run, steps, { name: "Medusa", version: VERSION, packages: PACKAGES });
  const folder = makeFolder(run, cache);
  const program = (databaseUrl: string, ...args: string[]): ShopProgram => ({
    name: "Medusa",
    args: [path.join(folder, CLI), ...args],
    cwd: folder,
    env: { SHOP_DATABASE_URL: databaseUrl, MEDUSA_DISABLE_TELEMETRY: "true" },
  });
  const fill = async (databaseUrl: string): Promise<void> => {
    await runToEnd(run, program(databaseUrl, "db:migrate", "--skip-scripts"));
    await runToEnd(run, program(databaseUrl, "exec", "./seed.js"));
  };
  const options = { name: "medusa", postgresPort: POSTGRES_PORT, ports, stamp: stampOf(), fill };
  const database = await steps.step("Medusa's database", () => openShopDatabase(run, options));
  const toProgram = (port: number) => program(database.url, "start", "-H", "127.0.0.1", "-p", String(port));
  const start = () => startServer(run, ports, PORT, toProgram);
  const url = await steps.step("Medusa", start, (address) => address);
  const [key] = await database.query<{ token: string }>("select token from api_key where title = 'Storefront'");
  if (key === undefined) throw new Error("Medusa's seed made no publishable key. Look into medusa.log for why.");
  await register(url, key.token);
  const settings = (provider: string) => ({
    api: { api_url: url, publishable_key: key.token, payment_provider: provider },
  });
  return {
    url,
    products: {
      ordinary: `${url}/us/products/walnut-organizer`,
      withVariants: `${url}/us/products/harbor-tee`,
      soldOut: `${url}/us/products/last-lantern`,
      scarce: `${url}/us/products/harbor-mug`,
    },
    settings: settings("pp_system_default"),
    decliningSettings: settings("pp_declining_card"),
    account: ACCOUNT,
    orders: () => database.query<ShopOrder>(ORDERS),
    sellOut: async () => {
      await database.query(SELL_OUT);
    },
    close: async () => {
      await database.close();
      await stopAll(run, (name) => name === "Medusa" || name.startsWith("medusa's "));
    },
  };
};

/** One shop's own folder: its settings. The programs are the cache's. */
const makeFolder = (run: Run, cache: string): string => {
  const folder = path.join(run.slot.folder, "medusa", "shop");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  symlinkSync(path.join(cache, "node_modules"), path.join(folder, "node_modules"));
  // By its dependencies Medusa knows a project of its own.
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies: PACKAGES }));
  for (const [ours, theirs] of Object.entries(FILES)) cpSync(path.join(__dirname, ours), path.join(folder, theirs));
  return folder;
};

const stampOf = (): string => {
  const hash = createHash("sha256").update(JSON.stringify(PACKAGES));
  for (const file of Object.keys(FILES)) hash.update(readFileSync(path.join(__dirname, file)));
  return hash.digest("hex").slice(0, 12);
};

const register = async (url: string, key: string): Promise<void> => {
  const post = async (page: string, body: unknown, token?: string): Promise<{ token?: string }> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url + page, {
      method: "POST",
      headers: { "content-type": "application/json", "x-publishable-api-key": key, ...authorization },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Medusa made no customer account: ${(await response.text()).slice(0, 500)}`);
    return (await response.json()) as { token?: string };
  };
  const { login: email, password } = ACCOUNT;
  const { token } = await post("/auth/customer/emailpass/register", { email, password });
  await post("/store/customers", { email }, token);
};

const SELL_OUT = `
  update inventory_level set stocked_quantity = 0, raw_stocked_quantity = '{"value": "0", "precision": 20}'
   where inventory_item_id = (select id from inventory_item where sku = 'HM-1')`;

const ORDERS = `
  select placed.display_id::text as number, placed.status::text as status, placed.email,
         placed.metadata ->> 'reference' as reference, upper(placed.currency_code) as currency,
         round((summary.totals ->> 'current_order_total')::numeric * 100)::int as "totalCents",
         (select json_agg(json_build_object('sku', line.variant_sku, 'quantity', item.quantity) order by line.id)
            from order_item item join order_line_item line on line.id = item.item_id
           where item.order_id = placed.id) as items
    from "order" placed join order_summary summary on summary.order_id = placed.id
   where placed.deleted_at is null
   order by placed.display_id`;
