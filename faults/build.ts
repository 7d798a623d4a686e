import { readFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { PROJECT_ROOT } from "../scripts/stack/slot.ts";
import { FAULT_POINT_COMMENT } from "./windows.ts";

/** A change to the source, for one build only. What is looked for must be there exactly once. */
export interface SourceEdit {
  file: string;
  find: string;
  replace: string;
}

export interface InstrumentedBuild {
  /** From the project's root. */
  entry: string;
  outfile: string;
  edits?: readonly SourceEdit[];
  /**
   * Packages that stay in node_modules, `all` of them or those whose names start so: they will not be bundled. With everything
   * in one file a program starts in half the time.
   */
  leaves: "all" | readonly string[];
}

/**
 * Builds a program with its fault points compiled in, and with edits: how a guard is switched off. The source itself knows
 * nothing of it; to every other build a fault point is a comment.
 */
export async function buildInstrumented(options: InstrumentedBuild): Promise<void> {
  const edits = openEdits(options.edits ?? []);
  await build({
    entryPoints: [path.join(PROJECT_ROOT, options.entry)],
    outfile: options.outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["pg-native"],
    plugins: [instrument(edits), leavePackages(options.leaves)],
    logLevel: "error",
  });
  edits.requireAllMade();
}

const leavePackages = (leaves: InstrumentedBuild["leaves"]): Plugin => ({
  name: "packages stay in node_modules",
  setup: (plugin) => {
    plugin.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      const stays =
        leaves === "all" ? !name.startsWith("@cartwright/") : leaves.some((start) => name.startsWith(start));
      return stays && kind !== "entry-point" ? { path: name, external: true } : undefined;
    });
  },
});

function instrument(edits: ReturnType<typeof openEdits>): Plugin {
  return {
    name: "fault points",
    setup: (plugin) => {
      plugin.onLoad({ filter: /\/(apps|packages|faults)\/.*\.tsx?$/ }, ({ path: file }) => {
        if (file.includes("/node_modules/")) return undefined;
        const source = edits.make(path.relative(PROJECT_ROOT, file), readFileSync(file, "utf8"));
        return {
          // A bundle stands elsewhere than its sources, which look for files beside themselves.
          contents: withFaultPoints(source).replaceAll("__dirname", JSON.stringify(path.dirname(file))),
          loader: file.endsWith(".tsx") ? "tsx" : "ts",
        };
      });
    },
  };
}

/** A comment becomes a call of what `agent.ts` has put in place. */
export function withFaultPoints(source: string): string {
  return source.replaceAll(
    FAULT_POINT_COMMENT,
    (_comment, indent: string, point: string, subject: string | undefined) =>
      `${indent}await globalThis.cartwrightFaults.reach(${[JSON.stringify(point), subject].filter(Boolean).join(", ")});`,
  );
}

function openEdits(edits: readonly SourceEdit[]) {
  const left = new Set(edits);
  return {
    make: (file: string, source: string): string => {
      let edited = source;
      for (const edit of edits.filter((candidate) => candidate.file === file)) {
        const found = edited.split(edit.find).length - 1;
        if (found !== 1) {
          throw new Error(`${file} has this ${found} times, not once, so that it cannot be edited:\n${edit.find}`);
        }
        edited = edited.replace(edit.find, () => edit.replace);
        left.delete(edit);
      }
      return edited;
    },
    requireAllMade: (): void => {
      const [first] = left;
      if (first !== undefined) throw new Error(`${first.file} is not part of the program: it was not edited`);
    },
  };
}
