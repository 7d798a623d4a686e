import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram } from "./child-process.ts";

/** A line of the shop's ledger, as far as tests look at it. */
export interface LedgerLine {
  order_number: string;
  reference: string | null;
  email: string;
  items: { slug: string; quantity: number; variant: { label: string; value: string }[] }[];
  address: { address_line1: string; city: string; state: string; postal_code: string };
  total_cents: number;
  scenario: string | null;
  is_gift?: true;
  gift_message?: string | null;
}

export interface TestShop {
  url: string;
  /** `host:port` of the shop and of its payment provider, for the worker's allowlist. */
  hosts: string[];
  productUrl: (slug: string) => string;
  /** What the shop has sold: the truth that no other process can change. */
  ledger: () => Promise<LedgerLine[]>;
  close: () => Promise<void>;
}

/** Starts the demo shop in a process of its own, with an empty ledger. */
export async function startDemoShop(): Promise<TestShop> {
  const folder = mkdtempSync(join(tmpdir(), "cartwright-shop-"));
  const program = await startProgram({
    entry: "apps/demo-shop/src/main.ts",
    env: { DEMO_SHOP_PORT: "0", DEMO_SHOP_PAY_PORT: "0", DEMO_SHOP_LEDGER: join(folder, "ledger.jsonl") },
    readyWhen: /listens on (\S+) \(payments on ([^\s,]+)/,
  });
  const [, url = "", payUrl = ""] = program.ready;
  return {
    url,
    hosts: [new URL(url).host, new URL(payUrl).host],
    productUrl: (slug) => `${url}/products/${slug}`,
    ledger: async () => {
      const answer = await fetch(`${url}/__ledger`);
      return ((await answer.json()) as { purchases: LedgerLine[] }).purchases;
    },
    close: async () => {
      await program.stop("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
