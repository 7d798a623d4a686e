/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- JavaScript has no types to check. */
// The arrows of ARCHITECTURE.md, kept: schemas ← orders ← db ← queue ← apps, and orders ← retailers ← apps.
// And the doors: each outside thing (express, Postgres, BullMQ, Puppeteer, Google) is imported in one place.

// TypeScript 7 has no JavaScript API, so swc reads the files. dependency-cruiser asks it to read every one as plain
// TypeScript; a .tsx file has to be read as one.
const swc = require("@swc/core");
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });

const LAYERS = ["schemas", "orders", "db", "queue"];
const TESTS = "\\.(test|int\\.test|e2e\\.test)\\.tsx?$";

/** Files under `from` must not reach `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Only files under one of these folders may import these npm packages. Types are imports too. */
const door = (thing, packages, folders) =>
  forbid(
    `one-door-to-${thing}`,
    `${packages.join(", ")}: only in ${folders.join(", ")}.`,
    { path: "^(apps|packages|scripts|faults|bench)/", pathNot: folders.map((folder) => `^${folder}`) },
    { path: packages.map((name) => `^node_modules/(@types/)?${name}/|/node_modules/(@types/)?${name}/|^${name}$`) },
  );

const upwardArrows = LAYERS.map((layer, at) => {
  const above = [...LAYERS.slice(at + 1), "testing"].join("|");
  return forbid(
    `${layer}-knows-nothing-above-it`,
    `schemas ← orders ← db ← queue ← apps: packages/${layer} may not reach what stands to the right of it.`,
    { path: `^packages/${layer}/src`, pathNot: TESTS },
    { path: [`^packages/(${above})/`, ...(layer === "orders" || layer === "schemas" ? ["^packages/retailers/"] : [])] },
  );
});

module.exports = {
  forbidden: [
    ...upwardArrows,
    forbid("no-cycles", "Two files that need each other are one file, or three.", {}, { circular: true }),
    forbid(
      "packages-know-no-app",
      "What two apps share is a package; a package never reaches into an app.",
      { path: "^packages/" },
      { path: "^apps/" },
    ),
    forbid(
      "apps-are-strangers",
      "Apps meet in the database, the queue and over HTTP. Tests may start the demo shop: it is their oracle.",
      { path: "^apps/([^/]+)/", pathNot: TESTS },
      { path: "^apps/", pathNot: "^apps/$1/" },
    ),
    forbid(
      "tests-may-start-the-demo-shop-only",
      "A test of one app may start the demo shop, no other app.",
      { path: `^apps/([^/]+)/.*${TESTS}` },
      { path: "^apps/", pathNot: ["^apps/$1/", "^apps/demo-shop/src/index\\.ts$"] },
    ),
    forbid(
      "retailers-are-drivers-only",
      "orders ← retailers ← apps: a driver knows the rules and a browser page, no database and no queue.",
      { path: "^packages/retailers/", pathNot: TESTS },
      { path: "^packages/(db|queue|testing)/" },
    ),
    forbid(
      "retailers-need-only-the-rules",
      "db and queue need no retailer: an order's row holds what they must know.",
      { path: "^packages/(db|queue)/", pathNot: TESTS },
      { path: "^packages/retailers/" },
    ),
    forbid(
      "the-api-reads-the-catalogue-only",
      "The API starts no browser: of the retailers it may know their hosts and the demo shop's scenarios.",
      { path: "^apps/api/", pathNot: TESTS },
      { path: "^packages/retailers/", pathNot: ["/src/catalog\\.ts$", "/src/demo-shop/scenarios\\.ts$"] },
    ),
    forbid(
      "no-browser-in-the-api",
      "Not even through another file: Puppeteer takes half a second and 100 MB to load.",
      { path: "^apps/api/", pathNot: TESTS },
      { path: "node_modules/puppeteer(-core)?/", reachable: true },
    ),
    forbid(
      "pure-rules",
      "schemas and orders touch nothing outside: no npm package but zod, nothing of Node but crypto.",
      { path: "^packages/(schemas|orders)/src", pathNot: TESTS },
      { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: ["node_modules/zod/", "^(node:)?crypto$"] },
    ),
    forbid(
      "tests-stay-tests",
      "packages/testing is for tests.",
      { path: "^(apps|packages)/", pathNot: [TESTS, "^packages/testing/", "/testing/"] },
      { path: "^packages/testing/" },
    ),
    forbid("resolvable", "An import that leads nowhere.", {}, { couldNotResolve: true }),
    door("http-serving", ["express"], ["apps/api/src", "apps/demo-shop/src"]),
    door("postgres", ["pg", "drizzle-orm", "drizzle-kit"], ["packages/db/", "packages/testing/"]),
    door("redis", ["bullmq", "bullmq-otel", "ioredis", "rate-limiter-flexible"], ["packages/queue/"]),
    door("traces", ["@opentelemetry/[^/]+"], ["packages/tracing/"]),
    door(
      "puppeteer",
      ["puppeteer", "puppeteer-core"],
      [
        "packages/retailers/",
        "apps/worker/",
        "apps/demo-shop/src/testing/",
        "apps/api/src/docs/docs-page\\.e2e\\.test\\.ts",
        "apps/api/src/admin/admin\\.e2e\\.test\\.ts",
        "faults/paper/worker\\.ts",
      ],
    ),
    door("metrics", ["prom-client"], ["apps/worker/src/supervision/(metrics|dashboards)", "apps/api/src/http/metrics"]),
    door("google", ["@googlemaps/addressvalidation"], ["apps/api/src/addresses/"]),
  ],
  options: {
    parser: "swc",
    // `import type` counts: a type of another layer is knowledge of it.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["(^|/)node_modules/\\.cache", "^\\.cartwright"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"],
    },
  },
};
