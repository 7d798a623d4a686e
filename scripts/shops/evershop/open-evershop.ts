import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../../stack/run.ts";
import type { Steps } from "../../terminal/steps.ts";
import { type Admin, newAdmin, setUpShop } from "./set-up-shop.ts";
import { requireEverShop } from "./shop-cache.ts";
import { type EverShopOrder, type EverShopProduct, openShopDatabase, type ShopDatabase } from "./shop-database.ts";
import { createAdmin, makeShopFolder, seed, type ShopFolder, startShop, stopShop } from "./shop-process.ts";

const PAGES_DEADLINE_MS = 60_000;
const PAGES_LOOK_MS = 100;
/** Products come last: one that was there before its category has another address. */
const SEED = [
  ["attributes", "categories", "collections"],
  ["products", "pages", "blog"],
];

export interface EverShopOptions {
  /** Starts and stops its processes, and lends a folder for its data. */
  run: Run;
  steps: Steps;
  /** The ports given out so far in this run; the shop's are added. */
  ports?: Set<number>;
}

export interface EverShop {
  /** Of this machine only: `http://127.0.0.1:<port>`. */
  url: string;
  products: EverShopProduct[];
  admin: Admin & { url: string };
  databaseUrl: string;
  ordersInDatabase(): Promise<EverShopOrder[]>;
  close(): Promise<void>;
}

/**
 * A real EverShop with an empty order book, in which a guest can buy with cash on delivery. The first time on a machine takes
 * minutes and npm's registry; after that, seconds and no internet.
 */
export const openEverShop = async ({ run, steps, ports = new Set() }: EverShopOptions): Promise<EverShop> => {
  const cache = await requireEverShop(run, steps);
  const before = run.children();
  const database = await steps.step("EverShop's Postgres", () => openShopDatabase(run, ports));
  const shop = makeShopFolder(run, cache, database.url);
  const url = await steps.step(
    "EverShop",
    () => startShop(run, shop, ports),
    (address) => address,
  );
  const admin = newAdmin();
  const products = await steps.step(
    "EverShop's goods",
    () => fillShop(run, shop, database, url, admin),
    ({ length }) => `${length} products`,
  );
  return {
    url,
    products,
    admin: { ...admin, url: `${url}/admin` },
    databaseUrl: database.url,
    ordersInDatabase: () => database.orders(),
    close: async () => {
      await stopShop(run);
      await database.close();
      const others = run.children().filter((child) => !before.includes(child));
      for (const child of others.filter(({ options }) => options.name.startsWith("EverShop's "))) {
        await child.stop();
        run.forget(child);
      }
    },
  };
};

const fillShop = async (run: Run, shop: ShopFolder, database: ShopDatabase, url: string, admin: Admin) => {
  await createAdmin(run, shop, admin);
  for (const parts of SEED) {
    await seed(run, shop, parts);
    await untilPagesHaveUrls(database);
  }
  await setUpShop(url, admin);
  await untilPagesHaveUrls(database);
  const products = await database.products(url);
  // The seed calls it a success when it could create none.
  if (products.length === 0) throw new Error("EverShop's seed made no products. Look into evershop.log for why.");
  return products;
};

const untilPagesHaveUrls = async (database: ShopDatabase): Promise<void> => {
  const deadline = Date.now() + PAGES_DEADLINE_MS;
  for (;;) {
    const left = await database.countPagesWithoutUrl();
    if (left === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`EverShop's background process gave ${left} pages no address within a minute. Start it again.`);
    }
    await sleep(PAGES_LOOK_MS);
  }
};
