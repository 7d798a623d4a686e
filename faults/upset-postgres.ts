import { findPort } from "../scripts/services/find-port.ts";
import { startPostgres } from "../scripts/services/postgres.ts";
import type { Run } from "../scripts/stack/run.ts";
import { type Judge, openTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** A Postgres that can be treated badly: the programs under test reach it through the proxy, the run itself directly. */
export interface UpsetPostgres {
  /** For the run itself. It follows a restart: ask again. */
  url: () => string;
  /** The same database through the proxy. */
  throughProxy: (url: string) => string;
  proxy: TcpProxy;
  /** `pg_ctl restart -m immediate`: no goodbye, no checkpoint, recovery from the log. */
  restartImmediately: () => Promise<void>;
}

export async function openUpsetPostgres(run: Run, judge: Judge): Promise<UpsetPostgres> {
  const start = (port: number) => startPostgres(run, port, new Set());
  let { url, port } = await start(await findPort(0, new Set()));
  const proxy = await openTcpProxy(port, judge);
  return {
    url: () => url,
    throughProxy: (direct) => {
      const through = new URL(direct);
      through.port = String(proxy.port);
      return through.href;
    },
    proxy,
    restartImmediately: async () => {
      const child = run.children().find(({ options }) => options.name === "Postgres");
      if (child === undefined) throw new Error("Postgres does not run");
      process.kill(child.identity.pid, "SIGQUIT");
      await child.exited;
      run.forget(child);
      ({ url, port } = await start(port));
      proxy.leadTo(port);
    },
  };
}
