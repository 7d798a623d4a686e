#!/usr/bin/env node
// `npx cartwright …`: the same as `npm run cartwright -- …`.
/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access -- JavaScript has no types to check. */
process.argv.splice(2, 0, "cartwright");
await import("./run.mjs");
