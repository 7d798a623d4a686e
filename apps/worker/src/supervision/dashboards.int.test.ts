import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { collectDefaultMetrics, Registry } from "prom-client";
import { parse } from "yaml";
import { z } from "zod";
import { openMetrics } from "./metrics.ts";

const ROOT = join(__dirname, "../../../..");
const DEPLOY = join(ROOT, "deploy");
/** Of the API's own, whose tests hold these names. */
const OF_THE_API = ["http_requests_total", "http_request_duration_seconds"];

const Panel = z.looseObject({ type: z.string(), title: z.string(), id: z.number() });
const Drawn = Panel.extend({
  description: z.string().min(20),
  datasource: z.object({ type: z.literal("prometheus"), uid: z.literal("${datasource}") }),
  fieldConfig: z.looseObject({ defaults: z.looseObject({ unit: z.string().min(1) }) }),
  targets: z.array(z.looseObject({ expr: z.string() })).min(1),
});
const Dashboard = z.looseObject({
  title: z.string(),
  panels: z.array(Panel),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
});
const Rules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(["page", "ticket"]) }),
          annotations: z.object({ summary: z.string(), description: z.string().min(40) }),
        }),
      ),
    }),
  ),
});

const dashboard = Dashboard.parse(JSON.parse(readFileSync(join(DEPLOY, "grafana/cartwright.json"), "utf8")));
const drawn = dashboard.panels.filter(({ type }) => type !== "row").map((panel) => Drawn.parse(panel));
const rules = Rules.parse(parse(readFileSync(join(DEPLOY, "alerts.yml"), "utf8"))).groups.flatMap(
  (group) => group.rules,
);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

interface Served {
  name: string;
  type: string;
}

/** Every metric that a worker, or the API, serves. */
async function servedMetrics(): Promise<Served[]> {
  const empty = { waiting: 0, active: 0, delayed: 0, prioritized: 0, failed: 0, completed: 0 };
  const depth = () => Promise.resolve(empty);
  const metrics = openMetrics({
    pool: database.pool,
    surroundings: { queues: { checkout: { depth }, webhooks: { depth } }, browsers: { pid: () => null } },
    onError: (error) => {
      throw error;
    },
  });
  const processes = new Registry();
  collectDefaultMetrics({ register: processes });
  const text = `${await metrics.tell()}\n${await processes.metrics()}`;
  const names = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({ name, type }));
  return [...names, ...OF_THE_API.map((name) => ({ name, type: name.endsWith("_total") ? "counter" : "histogram" }))];
}

/** They, by the names that are asked for: a histogram has three. */
async function servedNames(): Promise<Set<string>> {
  return new Set(
    (await servedMetrics()).flatMap(({ name, type }) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

const namesIn = (expr: string): string[] => expr.match(/\b(?:cartwright|http|process|nodejs)_\w+/g) ?? [];

test("every number that an alert stands on is served", async () => {
  const served = await servedNames();
  expect(rules.length).toBeGreaterThanOrEqual(15);
  for (const { alert, expr } of rules) {
    expect({ alert, asks: namesIn(expr).length > 0 }).toEqual({ alert, asks: true });
    expect({ alert, missing: namesIn(expr).filter((name) => !served.has(name)) }).toEqual({ alert, missing: [] });
  }
});

test("every number that the dashboard draws is served", async () => {
  const served = await servedNames();
  const asked = drawn.flatMap(({ title, targets }) =>
    targets.flatMap(({ expr }) => namesIn(expr).map((name) => ({ title, name }))),
  );
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter(({ name }) => !served.has(name))).toEqual([]);
});

test("the dashboard asks an operator's questions in their order, from whatever Prometheus it is given", () => {
  expect(dashboard.panels.filter(({ type }) => type === "row").map(({ title }) => title)).toEqual([
    "Is money safe?",
    "Orders",
    "Time to place",
    "Retailers",
    "Doubts",
    "Queues",
    "Webhooks",
    "Workers",
  ]);
  expect(dashboard.templating.list).toEqual([expect.objectContaining({ name: "datasource", type: "datasource" })]);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

test("every number of money and doubt that a worker serves has its place on the dashboard", async () => {
  const drawnNames = new Set(drawn.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr))));
  const own = [...(await servedNames())].filter(
    (name) => name.startsWith("cartwright_") && !/_(sum|count)$/.test(name),
  );
  expect(own.filter((name) => !drawnNames.has(name))).toEqual([]);
});

test("what is served is what docs/observability.md tells of, each metric once", async () => {
  const own = (await servedMetrics()).map(({ name }) => name).filter((name) => !/^(process|nodejs)_/.test(name));
  const page = readFileSync(join(ROOT, "docs/observability.md"), "utf8");
  const told = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => namesIn(cell));
  expect(told.toSorted()).toEqual(own.toSorted());
});
