import { isLockTimeout } from "@cartwright/db";
import { Problem } from "./problem.ts";

/** Throws `service_unavailable` where somebody else held what `work` wanted to write for too long: nothing was written. */
export async function unlessBusy<T>(what: string, work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (!isLockTimeout(error)) throw error;
    throw new Problem("service_unavailable", `${what} being written to right now. Try again.`, {
      headers: { "Retry-After": "1" },
      cause: error,
    });
  });
}
