import {
  compareMigrations,
  type DatabaseHandle,
  findQuarantine,
  openDatabase,
  type PostgresFacts,
  readPostgresFacts,
} from "@cartwright/db";
import { checkAdmin } from "./check-admin.ts";
import { judgeClock } from "./check-clock.ts";
import { checkSealing } from "./check-sealing.ts";
import { checkWorkers } from "./check-workers.ts";
import { bytes, type Environment, fault, type Finding, ok, placeOf, reasonOf, warning } from "./finding.ts";

/** What the tests run on. */
const TESTED_MAJOR = 18;
/** Nobody mends what is older. */
const OLDEST_MAJOR = 14;
const CROWDED = 0.8;
const PATIENCE_MS = 5_000;

/** Postgres, and everything that it knows of the rest. When it does not answer, that alone is told. */
export async function checkDatabase(environment: Environment): Promise<Finding[]> {
  const url = environment["DATABASE_URL"];
  if (url === undefined) {
    const advice = "Set it to the API's own, or start `npm run dev`: the orders are there.";
    return [fault("postgres", "DATABASE_URL is not set", advice)];
  }
  const database = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: PATIENCE_MS,
    statementTimeoutMs: PATIENCE_MS,
    applicationName: "cartwright-doctor",
    onError: () => undefined,
  });
  try {
    const facts = await readPostgresFacts(database.pool);
    const migrations = await checkMigrations(database);
    const server = [
      judgeVersion(facts, placeOf(url)),
      judgeConnections(facts),
      judgeClock("clock-postgres", "Postgres", facts.clockAheadMs),
    ];
    const size = ok("evidence", `kept in Postgres: ${bytes(facts.evidenceBytes)} of ${bytes(facts.databaseBytes)}`);
    // Without its tables there is nothing else to ask.
    if (migrations.state === "fault") return [...server, migrations, size];
    return [...server, migrations, size, ...(await checkContents(environment, database))];
  } catch (error) {
    const advice =
      "Start it, or mend DATABASE_URL. Until then no order is accepted and none is worked on; none is lost.";
    return [fault("postgres", `no answer at ${placeOf(url)}: ${reasonOf(error)}`, advice)];
  } finally {
    await database.close();
  }
}

async function checkContents(environment: Environment, { db, pool }: DatabaseHandle): Promise<Finding[]> {
  return [
    ...(await checkSealing(environment, pool)),
    await checkAdmin(environment, db),
    ...(await checkWorkers(pool)),
    ...(await checkQuarantine(pool)),
  ];
}

function judgeVersion({ version, major }: PostgresFacts, place: string): Finding {
  const saw = `${version} at ${place}`;
  if (major < OLDEST_MAJOR)
    return fault(
      "postgres",
      saw,
      `Move to Postgres ${TESTED_MAJOR}: what is older than ${OLDEST_MAJOR} is maintained by nobody.`,
    );
  if (major < TESTED_MAJOR)
    return warning("postgres", saw, `The tests run on Postgres ${TESTED_MAJOR}: move to it when you can.`);
  return ok("postgres", saw);
}

function judgeConnections({ connections, maxConnections }: PostgresFacts): Finding {
  const saw = `${connections} of ${maxConnections} are open`;
  if (connections < maxConnections * CROWDED) return ok("postgres-connections", saw);
  const advice = "Raise max_connections, or lower DATABASE_POOL_SIZE: an API that gets none answers 503.";
  return warning("postgres-connections", saw, advice);
}

async function checkMigrations({ db }: DatabaseHandle): Promise<Finding> {
  const { pending, unknown } = await compareMigrations(db);
  if (pending > 0) {
    const saw = `the database lacks ${pending} that this code knows`;
    return fault(
      "migrations",
      saw,
      "Run: npm run migrate (in a container: node --import tsx packages/db/src/migrate-main.ts).",
    );
  }
  if (unknown === 0) return ok("migrations", "all have run");
  const saw = `the database has run ${unknown} that this code does not know`;
  return warning(
    "migrations",
    saw,
    "This is the code of an older version: finish the upgrade, see docs/operations.md.",
  );
}

async function checkQuarantine(pool: DatabaseHandle["pool"]): Promise<Finding[]> {
  const quarantine = await findQuarantine(pool);
  if (quarantine === undefined) return [];
  const { reason, open, needReview } = quarantine;
  const saw = `the database was restored (${reason}): ${open} orders are being looked up, ${needReview} wait for a person`;
  return [
    warning("quarantine", saw, "Settle those that wait: cartwright orders list --needs-you, and docs/operations.md."),
  ];
}
