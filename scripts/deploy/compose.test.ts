import { EXIT_CODES } from "@cartwright/supervision";
import { parse } from "yaml";
import { z } from "zod";
import { Config as ApiConfig } from "../../apps/api/src/config.ts";
import { Config as WorkerConfig, endsWithinMs } from "../../apps/worker/src/config.ts";
import { readManifests, readText } from "./read-deployment.ts";

const Service = z.looseObject({
  image: z.string(),
  init: z.boolean().optional(),
  environment: z.record(z.string(), z.unknown()).default({}),
  stop_grace_period: z.string().optional(),
});
const { services } = z
  .looseObject({ services: z.record(z.string(), Service) })
  .parse(parse(readText("docker-compose.yml"), { merge: true }));

const defaults = WorkerConfig.parse({ DATABASE_URL: "postgres://a@b/c", REDIS_URL: "redis://a" });

test("Compose gives a worker longer to end than it allows itself", () => {
  const [, seconds] = /^(\d+)s$/.exec(services["worker"]?.stop_grace_period ?? "") ?? [];
  expect(Number(seconds) * 1_000).toBeGreaterThan(endsWithinMs(defaults));
});

test("Compose's worker has an init above it: it passes SIGTERM to the worker alone, and buries what Chromium orphans", () => {
  expect(services["worker"]?.init).toBe(true);
});

test("every variable that Compose gives is one that the app knows", () => {
  const unknown = (service: string, known: object) =>
    Object.keys(services[service]?.environment ?? {}).filter((name) => !(name in known));
  const shop = { DEMO_SHOP_URL: true };
  expect(unknown("api", { ...ApiConfig.shape, ...shop })).toEqual([]);
  expect(unknown("worker", { ...WorkerConfig.shape, ...shop })).toEqual([]);
});

test("Kubernetes runs the images that Compose builds", () => {
  const built = new Set(Object.values(services).map(({ image }) => image));
  const Pods = z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string() })) }) }),
  });
  const run = readManifests("deploy/kubernetes/base")
    .filter(({ kind }) => kind === "Deployment" || kind === "Job")
    .flatMap((manifest) => Pods.parse(manifest["spec"]).template.spec.containers.map(({ image }) => image));
  expect(run.toSorted()).toEqual(["cartwright-api", "cartwright-api", "cartwright-worker"]);
  expect(run.filter((image) => !built.has(image))).toEqual([]);
});

test("the operator's handbook names every exit code", () => {
  const rows = [...readText("docs/operations.md").matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(rows.toSorted((a, b) => a - b)).toEqual(Object.values(EXIT_CODES).toSorted((a, b) => a - b));
});
