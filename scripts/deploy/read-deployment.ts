import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const ROOT = join(__dirname, "..", "..");

export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** A Kubernetes object, as far as every one of them goes. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }).optional(),
});
export type Manifest = z.infer<typeof Manifest> & { file: string };

/** Every document of every YAML file in a folder. Throws at the first that is no YAML. */
export function readManifests(folder: string): Manifest[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) =>
      parseAllDocuments(readText(join(folder, name)), { strict: true, uniqueKeys: true }).map((document) => {
        if (document.errors[0] !== undefined) throw document.errors[0];
        return Object.assign(Manifest.parse(document.toJS()), { file: name });
      }),
    );
}

/** A systemd unit: its settings by name, each as often as it is given; comments left out. */
export function readUnit(path: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of readText(path).split("\n")) {
    const [, name, value] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/** The names and values of an environment file. */
export function readEnvironmentFile(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, name, value] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}
