import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
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

/** No sqlite: its package compiles. The project's own Postgres serves. */
const PACKAGES = { "@vendure/core": "3.7.3", pg: "8.16.3" };
const POSTGRES_PORT = 5435;
const PORT = 3030;
const SERVER = path.join(__dirname, "server.mjs");
const ACCOUNT = { login: "buyer@example.com", password: "harbor-and-pine" };

/** A real Vendure server. The first time on a machine takes half a minute and npm's registry; after that, seconds. */
export const openVendure = async ({ run, steps, ports = new Set() }: ShopOptions): Promise<StoreApiShop> => {
  const folder = await requireInstalled(run, steps, {
    name: "Vendure",
    version: PACKAGES["@vendure/core"],
    packages: PACKAGES,
  });
  const program = (databaseUrl: string, port: number, ...args: string[]): ShopProgram => ({
    name: "Vendure",
    args: [SERVER, ...args],
    cwd: folder,
    env: {
      SHOP_FOLDER: folder,
      SHOP_DATABASE_URL: databaseUrl,
      SHOP_PORT: String(port),
      VENDURE_DISABLE_TELEMETRY: "true",
    },
  });
  const database = await steps.step("Vendure's database", () =>
    openShopDatabase(run, {
      name: "vendure",
      postgresPort: POSTGRES_PORT,
      ports,
      stamp: stampOf(SERVER, path.join(__dirname, "products.csv")),
      fill: (url) => runToEnd(run, program(url, 0, "--seed")),
    }),
  );
  const start = () => startServer(run, ports, PORT, (port) => program(database.url, port));
  const url = await steps.step("Vendure", start, (address) => address);
  await register(url);
  const settings = (method: string) => ({ api: { api_url: url, payment_method: method } });
  return {
    url,
    products: {
      ordinary: `${url}/products/walnut-organizer`,
      withVariants: `${url}/products/harbor-tee`,
      soldOut: `${url}/products/last-lantern`,
      scarce: `${url}/products/harbor-mug`,
    },
    settings: settings("pay-by-invoice"),
    decliningSettings: settings("card-on-file"),
    account: ACCOUNT,
    orders: () => database.query<ShopOrder>(ORDERS),
    sellOut: async () => {
      await database.query(SELL_OUT);
    },
    close: async () => {
      await database.close();
      await stopAll(run, (name) => name === "Vendure" || name.startsWith("vendure's "));
    },
  };
};

const stampOf = (...files: string[]): string => {
  const hash = createHash("sha256").update(JSON.stringify(PACKAGES));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
};

const register = async (url: string): Promise<void> => {
  const query = "mutation($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename } }";
  const variables = { input: { emailAddress: ACCOUNT.login, password: ACCOUNT.password } };
  const response = await fetch(`${url}/shop-api`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (!text.includes('"Success"')) throw new Error(`Vendure made no customer account: ${text.slice(0, 500)}`);
};

const SELL_OUT = `
  update stock_level set "stockOnHand" = 0
   where "productVariantId" = (select id from product_variant where sku = 'HM-1')`;

/** What was placed; a cart that was not is none. */
const ORDERS = `
  select placed.code as number, placed.state as status, customer."emailAddress" as email,
         placed."billingAddress"::json ->> 'company' as reference, placed."currencyCode" as currency,
         placed."subTotalWithTax" + placed."shippingWithTax" as "totalCents",
         (select json_agg(json_build_object('sku', variant.sku, 'quantity', line.quantity) order by line.id)
            from order_line line join product_variant variant on variant.id = line."productVariantId"
           where line."orderId" = placed.id) as items
    from "order" placed left join customer on customer.id = placed."customerId"
   where placed."orderPlacedAt" is not null
   order by placed.id`;
