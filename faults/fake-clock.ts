import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { findOnPath } from "../scripts/services/find-on-path.ts";
import type { Steps } from "../scripts/terminal/steps.ts";

const LIBRARY_FOLDERS = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];
const LIBRARY = "libfaketime.so.1";

/** Where libfaketime is, which shows a process another time than the clock's. Installed where that can be done (Debian, root). */
export async function findFakeClock(steps: Steps): Promise<string | undefined> {
  const found = findLibrary();
  if (found !== undefined || process.getuid?.() !== 0 || findOnPath("apt-get") === undefined) return found;
  await steps.step("Installing libfaketime", () => {
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "libfaketime"], { stdio: "ignore" });
    return Promise.resolve();
  });
  return findLibrary();
}

function findLibrary(): string | undefined {
  const roots = LIBRARY_FOLDERS.filter((folder) => existsSync(folder));
  const below = roots.flatMap((root) => readdirSync(root).map((name) => path.join(root, name)));
  const candidates = roots
    .concat(below)
    .flatMap((folder) => [path.join(folder, LIBRARY), path.join(folder, "faketime", LIBRARY)]);
  return candidates.find((file) => existsSync(file));
}
