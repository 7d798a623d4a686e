// A Medusa server's settings; copied into the folder of its packages, where Medusa looks for them. Plain JavaScript: the
// packages that it needs are not there to be checked, and `require` would lead nowhere.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access */
const path = require("node:path");
const { defineConfig } = module.require("@medusajs/framework/utils");

const anyOrigin = "http://127.0.0.1";

module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.SHOP_DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: {
      storeCors: anyOrigin,
      adminCors: anyOrigin,
      authCors: anyOrigin,
      // A shop on loopback has no secret.
      jwtSecret: "loopback",
      cookieSecret: "loopback",
    },
  },
  modules: [
    {
      resolve: "@medusajs/medusa/payment",
      options: { providers: [{ resolve: path.join(__dirname, "declining-provider.js"), id: "card" }] },
    },
  ],
});
