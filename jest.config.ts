/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

const ALL = "<rootDir>/{apps,faults,packages,scripts}/**/*.test.ts";
const LONG = "**/*.long.test.ts";

// The suffix of a test file is its cost: .test pure, .int.test Postgres and Redis, .e2e.test Chromium too; .long.test is as dear,
// takes minutes, and runs by `npm run test:long`.
const config: Config = {
  testEnvironment: "node",
  testMatch: process.env["TEST_SUITE"] === "long" ? [LONG] : [ALL, `!${LONG}`],
  testPathIgnorePatterns: ["/node_modules/", "/.cartwright/"],
  modulePathIgnorePatterns: ["/.cartwright/"],
  transform: {
    "^.+\\.(tsx?|mjs)$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "preact" } },
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // preact ships ES modules only, which Jest does not load as they are.
  transformIgnorePatterns: ["/node_modules/(?!preact/)"],
  globalSetup: "<rootDir>/packages/testing/src/global-setup.ts",
  globalTeardown: "<rootDir>/packages/testing/src/global-teardown.ts",
  testSequencer: "<rootDir>/packages/testing/src/dearest-first.cjs",
  testTimeout: 60_000,
  maxWorkers: 2,
};

export default config;
