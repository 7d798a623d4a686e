import { createServer, type Server } from "node:http";
import { openAccounts } from "./accounts.ts";
import { createShop } from "./app.ts";
import { openLedger } from "./ledger.ts";
import { createPaymentApp, openPaymentVault } from "./payment-provider.ts";
import { openSessions } from "./session-store.ts";
import { openShippingBook } from "./shipping-book.ts";

/** What is under way when the shop is told to stop gets this long to finish; a slow page is not waited for. */
const CLOSE_GRACE_MS = 500;

export interface DemoShopOptions {
  /** The file that purchases are appended to; made, with its folder, where it is not there. */
  ledgerPath: string;
  host?: string | undefined;
  /** 0, the default, takes a free port. */
  port?: number | undefined;
  payPort?: number | undefined;
  publicUrl?: string | undefined;
  payUrl?: string | undefined;
  now?: (() => Date) | undefined;
  /** How long a page of the `slow_pages` scenario waits: 2 to 3 seconds if not given. */
  slowPageMs?: (() => number) | undefined;
}

export interface DemoShop {
  /** The shop's origin, without a slash at its end. */
  url: string;
  payUrl: string;
  close(): Promise<void>;
}

/** Starts the shop and its payment provider on two listeners of this process. */
export async function openDemoShop(options: DemoShopOptions): Promise<DemoShop> {
  const host = options.host ?? "127.0.0.1";
  const ledger = await openLedger(options.ledgerPath);
  const shipments = await openShippingBook(options.ledgerPath);
  const shopServer = createServer();
  const payServer = createServer();
  try {
    await listen(payServer, host, options.payPort ?? 0);
    await listen(shopServer, host, options.port ?? 0);
  } catch (fault) {
    await closeServer(payServer);
    await ledger.close();
    throw fault;
  }

  // Each origin's pages name the other one, so both ports must be known before either answers.
  const origins = {
    shop: options.publicUrl ?? originOf(shopServer, host),
    pay: options.payUrl ?? originOf(payServer, host),
  };
  const now = options.now ?? (() => new Date());
  const vault = openPaymentVault();
  const deps = {
    ledger,
    shipments,
    vault,
    origins,
    now,
    accounts: openAccounts(),
    sessions: openSessions({ secureCookie: origins.shop.startsWith("https:") }),
    slowPageMs: options.slowPageMs ?? (() => 2_000 + Math.random() * 1_000),
  };
  payServer.on("request", createPaymentApp({ vault, origins, now }));
  shopServer.on("request", createShop(deps));

  const close = async () => {
    await Promise.all([closeServer(shopServer), closeServer(payServer)]);
    await ledger.close();
  };
  return { url: origins.shop, payUrl: origins.pay, close };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function originOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the demo shop listens on no port");
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(cut);
}
