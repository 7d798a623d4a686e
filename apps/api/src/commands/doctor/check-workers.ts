import { listLiveWorkers, type LiveWorker, type Pool, WORKER_SILENT_S } from "@cartwright/db";
import { programVersion } from "@cartwright/supervision";
import { fault, type Finding, ok, warning } from "./finding.ts";

/** Whether somebody works on the orders. */
export async function checkWorkers(pool: Pool): Promise<Finding[]> {
  const workers = await listLiveWorkers(pool, WORKER_SILENT_S);
  if (workers.length === 0) {
    const advice =
      "Start one: accepted orders wait until then. If it ended by itself, its log and exit code say why (docs/operations.md).";
    return [fault("workers", `none was heard of within ${WORKER_SILENT_S} s`, advice)];
  }
  const saw = `${workers.length} alive: ${workers.map(describe).join("; ")}`;
  const own = programVersion();
  const others = [...new Set(workers.flatMap(({ version }) => (version === null || version === own ? [] : [version])))];
  if (others.length === 0) return [ok("workers", saw)];
  const advice = "An upgrade is under way, or was left half done: docs/operations.md says how it goes on.";
  return [warning("workers", `${saw}; this code is ${own}, of them run ${others.join(", ")}`, advice)];
}

function describe({ host, pid, silentS, hasBrowser, orders }: LiveWorker): string {
  const browser = hasBrowser ? "" : ", no browser yet";
  const doing = orders.length === 0 ? "idle" : `${orders.length} in hand`;
  return `${host} pid ${pid}, heard ${silentS.toFixed(0)} s ago, ${doing}${browser}`;
}
