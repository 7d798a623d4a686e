// A Vendure server, run by node from this project with the packages of SHOP_FOLDER: nothing of it is among our own.
// `--seed` makes the tables, fills them, and ends. Plain JavaScript: the packages it needs are not there to be checked.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- JavaScript has no types to check. */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const { SHOP_FOLDER, SHOP_DATABASE_URL, SHOP_PORT } = process.env;
// Not called `require`: to this project it leads nowhere.
const load = createRequire(path.join(SHOP_FOLDER, "package.json"));
const { bootstrap, DefaultLogger, dummyPaymentHandler, LanguageCode, LogLevel, PaymentMethodHandler } =
  load("@vendure/core");
const { populate } = load("@vendure/core/cli");

const isSeeding = process.argv.includes("--seed");

/** A bank that always says no: what a declined payment leaves behind is there to be seen. */
const decliningHandler = new PaymentMethodHandler({
  code: "declining-handler",
  description: [{ languageCode: LanguageCode.en, value: "Declines every payment." }],
  args: {},
  createPayment: (_context, _order, amount) => ({ amount, state: "Declined", metadata: {} }),
  settlePayment: () => ({ success: false }),
});

const config = {
  apiOptions: { hostname: "127.0.0.1", port: Number(SHOP_PORT), shopApiPath: "shop-api", csrfPrevention: true },
  authOptions: {
    requireVerification: false,
    cookieOptions: { secret: "a shop on loopback has none" },
    superadminCredentials: { identifier: "superadmin", password: "heard-on-loopback-only" },
  },
  dbConnectionOptions: { type: "postgres", url: SHOP_DATABASE_URL, synchronize: isSeeding, logging: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler, decliningHandler] },
  logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: false }),
};

const initialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: "Americas",
  countries: [
    { name: "United States of America", code: "US", zone: "Americas" },
    { name: "Germany", code: "DE", zone: "Europe" },
  ],
  taxRates: [{ name: "Standard Tax", percentage: 8.5 }],
  shippingMethods: [
    { name: "Express Shipping", price: 1500 },
    { name: "Standard Shipping", price: 595 },
  ],
  paymentMethods: [
    { name: "Card on file", handler: { code: decliningHandler.code, arguments: [] } },
    {
      name: "Pay by invoice",
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: "automaticSettle", value: "false" }] },
    },
  ],
  collections: [],
};

if (isSeeding) {
  const products = path.join(path.dirname(fileURLToPath(import.meta.url)), "products.csv");
  const app = await populate(() => bootstrap(config), initialData, products);
  await app.close();
  process.exit(0);
}
await bootstrap(config);
