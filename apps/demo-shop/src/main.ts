import { readConfig } from "./config.ts";
import { openDemoShop } from "./demo-shop.ts";

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const shop = await openDemoShop({
    host: config.DEMO_SHOP_HOST,
    port: config.DEMO_SHOP_PORT,
    payPort: config.DEMO_SHOP_PAY_PORT,
    ledgerPath: config.DEMO_SHOP_LEDGER,
    publicUrl: config.DEMO_SHOP_PUBLIC_URL,
    payUrl: config.DEMO_SHOP_PAY_URL,
  });
  say(`demo shop listens on ${shop.url} (payments on ${shop.payUrl}, ledger ${config.DEMO_SHOP_LEDGER})`);

  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    void shop.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
}

main().catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exit(1);
});
