import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A disk that can be full: a small tmpfs, where this process may mount one. */
export interface SmallDisk {
  folder: string;
  /** Nothing more fits until it is emptied. */
  fill: () => void;
  empty: () => void;
  close: () => void;
}

const SIZE = "4m";
const BALLAST = "ballast";
const MORE_THAN_FITS = 8 * 1_024 * 1_024;

export function openSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder], { stdio: "ignore" });
  if (mounted.status !== 0) return undefined;
  const unmount = (): void => unmountSmallDisk(folder);
  // Also when the run is stopped in the middle.
  process.once("exit", unmount);
  const ballast = path.join(folder, BALLAST);
  return {
    folder,
    fill: () => {
      try {
        writeFileSync(ballast, Buffer.alloc(MORE_THAN_FITS));
      } catch {
        // It is full: what was wanted.
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    close: () => {
      process.off("exit", unmount);
      unmount();
    },
  };
}

/** Also of a disk that a run left behind which was killed. Where there is none, nothing happens. */
export function unmountSmallDisk(folder: string): void {
  spawnSync("umount", ["--lazy", folder], { stdio: "ignore" });
}
