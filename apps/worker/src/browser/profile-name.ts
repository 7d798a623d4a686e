const PROFILE_PREFIX = "cartwright-chromium-";

/** What the names of a worker's browser profiles start with: they stand in the command line of every process of a browser. */
export function profilePrefix(workerPid: number): string {
  return `${PROFILE_PREFIX}${workerPid}-`;
}

/** The worker whose browser a profile is, by its folder's name; undefined for any other folder. */
export function findProfileOwner(folder: string): number | undefined {
  const pid = new RegExp(`^${PROFILE_PREFIX}(\\d+)-`).exec(folder)?.[1];
  return pid === undefined ? undefined : Number(pid);
}
