// The API and its workers under PM2: `pm2 start deploy/pm2/ecosystem.config.cjs`. docs/operations.md says how, and why so.
// Every variable comes from the environment that `pm2 start` is run in: see .env.example. A test reads this file, and runs it.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- JavaScript has no types to check. */
const path = require("node:path");

const ROOT = path.join(__dirname, "..", "..");
/** As many as hold what deploy/scaling.sql asks for. */
const WORKERS = Number(process.env.CARTWRIGHT_WORKERS ?? 2);

const every = {
  cwd: ROOT,
  // Node is the program, not its interpreter: PM2 loads nothing of its own into a process that buys.
  script: process.execPath,
  interpreter: "none",
  exec_mode: "fork",
  // Started again 0.1 s after an end, later and later up to 15 s; and never given up, as PM2 would after 16 quick ends: a Postgres that is
  // away for an hour comes back.
  exp_backoff_restart_delay: 100,
  max_restarts: Number.MAX_SAFE_INTEGER,
  // A wrong configuration: only a change helps. NOT 0: PM2 7 takes an end by a signal for a 0 (`code || 0`), and a worker that was
  // killed would stay dead. What `pm2 stop` has stopped stays so anyway.
  stop_exit_codes: [78],
  // SIGINT to the program alone. With its tree the browser would get it too, and end under the one order that must be finished.
  treekill: false,
  // No `wait_ready`: `pm2 start` would wait for a word that only PM2 knows; /ready says it to everybody. No `watch`, no
  // `max_memory_restart`: each is a drain that nobody asked for.
  watch: false,
  autorestart: true,
  merge_logs: true,
  // Lines are JSON, with their own times.
  time: false,
};

module.exports = {
  apps: [
    {
      ...every,
      name: "cartwright-api",
      args: "--import tsx apps/api/src/main.ts",
      // More than the 20 s that it allows itself.
      kill_timeout: 25_000,
    },
    {
      ...every,
      name: "cartwright-worker",
      args: "--import tsx apps/worker/src/main.ts",
      instances: WORKERS,
      // 3101, 3102, …
      increment_var: "WORKER_HEALTH_PORT",
      env: { WORKER_HEALTH_PORT: process.env.WORKER_HEALTH_PORT ?? 3101 },
      // More than DRAIN_MS (60 s) and 20 s for the rest: raise it with DRAIN_MS.
      kill_timeout: Number(process.env.DRAIN_MS ?? 60_000) + 30_000,
    },
  ],
};
