import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Job } from "kubernetes-models/batch/v1/Job";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { z } from "zod";
import { Config as ApiConfig, readConfig as readApiConfig } from "../../apps/api/src/config.ts";
import { Config as WorkerConfig, endsWithinMs, readConfig as readWorkerConfig } from "../../apps/worker/src/config.ts";
import { type Manifest, readManifests, readText } from "./read-deployment.ts";

interface Validated {
  validate: () => void;
}
/** Kubernetes' and KEDA's own schemas. */
const MODELS: Readonly<Record<string, new (data: never) => Validated>> = {
  ConfigMap,
  Deployment,
  Job,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  ScaledObject,
  Secret,
  Service,
  TriggerAuthentication,
};

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const PodSpec = z.looseObject({
  terminationGracePeriodSeconds: z.number(),
  containers: z.tuple([
    z.looseObject({
      image: z.string(),
      env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
      startupProbe: Probe,
      readinessProbe: Probe,
      livenessProbe: Probe,
      lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }) }).optional(),
    }),
  ]),
});
const Texts = z.record(z.string(), z.string());

const base = readManifests("deploy/kubernetes/base");
const scaling = readManifests("deploy/kubernetes/scaling");

function find(kind: string, name: string): Manifest {
  const found = [...base, ...scaling].find((manifest) => manifest.kind === kind && manifest.metadata?.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}
const podOf = (deployment: string) =>
  PodSpec.parse(
    z.object({ template: z.object({ spec: z.unknown() }) }).parse(find("Deployment", deployment)["spec"]).template.spec,
  );
const configuration = Texts.parse(find("ConfigMap", "cartwright")["data"]);
const secrets = Texts.parse(find("Secret", "cartwright")["stringData"]);

const objects = [...base, ...scaling].filter(({ kind }) => kind !== "Kustomization");

test.each(objects.map((object) => [`${object.kind} ${object.metadata?.name}`, object] as const))(
  "%s is what Kubernetes calls one",
  (_, { file, ...object }) => {
    const Model = MODELS[object.kind];
    if (Model === undefined) throw new Error(`${file}: no schema for a ${object.kind}`);
    expect(() => new Model(object as never).validate()).not.toThrow();
  },
);

test("the schemas do find faults", () => {
  const deployment = find("Deployment", "worker");
  const broken = { ...deployment, spec: { ...(deployment["spec"] as object), replicas: "two" } };
  expect(() => new Deployment(broken as never).validate()).toThrow(/replicas/);
});

test.each([
  ["base", base],
  ["scaling", scaling],
] as const)("the kustomization of %s holds every file, except the example of the secrets", (folder, manifests) => {
  const kustomization = manifests.find(({ kind }) => kind === "Kustomization");
  const files = new Set(manifests.map(({ file }) => file));
  files.delete("kustomization.yaml");
  files.delete("secret.example.yaml");
  expect([folder, z.array(z.string()).parse(kustomization?.["resources"]).toSorted()]).toEqual([
    folder,
    [...files].toSorted(),
  ]);
});

test("a worker is given longer to end than it allows itself, and the API too", () => {
  const worker = readWorkerConfig({ ...configuration, ...secrets });
  expect(podOf("worker").terminationGracePeriodSeconds * 1_000).toBeGreaterThan(endsWithinMs(worker));
  const api = podOf("api");
  const beforeMs = Number(api.containers[0].lifecycle?.preStop.exec.command[1]) * 1_000;
  const allowsItselfMs = /DRAIN_WITHIN_MS = (\d+)_000;/.exec(readText("apps/api/src/main.ts"))?.[1];
  expect(api.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(beforeMs + Number(allowsItselfMs) * 1_000);
});

test("every variable that is given is one that the apps know, and they can be configured with them", () => {
  const own = ["api", "worker"].flatMap((name) => podOf(name).containers[0].env.map((variable) => variable.name));
  const known = new Set([...Object.keys(ApiConfig.shape), ...Object.keys(WorkerConfig.shape)]);
  const unknown = [...Object.keys(configuration), ...Object.keys(secrets), ...own].filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
  expect(readApiConfig({ ...configuration, ...secrets }).PUBLIC_URL).toMatch(/^https:/);
});

test.each([
  ["api", "API_PORT", "apps/api/src/http/health.ts"],
  ["worker", "WORKER_HEALTH_PORT", "apps/worker/src/supervision/health-server.ts"],
] as const)(
  "the probes of the %s ask for what it answers, on the port that it listens on",
  (name, variable, source) => {
    const [container] = podOf(name).containers;
    const answers = readText(source);
    for (const { httpGet } of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
      expect(answers).toContain(`"${httpGet.path}"`);
      const port = container.ports.find(({ name }) => name === httpGet.port);
      expect(String(port?.containerPort)).toBe(container.env.find(({ name }) => name === variable)?.value);
    }
  },
);

test("no probe ends an API or a worker because Postgres is away", () => {
  expect(podOf("api").containers[0].livenessProbe.httpGet.path).toBe("/live");
  expect(podOf("worker").containers[0].livenessProbe.httpGet.path).toBe("/health");
});

test("the scaler asks what deploy/scaling.sql asks, and divides by the hands of one worker", () => {
  const Trigger = z.object({ metadata: z.object({ query: z.string(), targetQueryValue: z.string() }) });
  const { triggers } = z.looseObject({ triggers: z.tuple([Trigger]) }).parse(find("ScaledObject", "worker")["spec"]);
  const statement = readText("deploy/scaling.sql").replaceAll(/^--.*\n/gm, "");
  expect(triggers[0].metadata.query.trim()).toBe(statement.trim());
  expect(triggers[0].metadata.targetQueryValue).toBe(configuration["WORKER_CONCURRENCY"]);
});
