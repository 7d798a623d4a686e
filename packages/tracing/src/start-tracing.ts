import { setTracing } from "./span.ts";

export interface Tracing {
  /** Sends what is left, for a moment. Never throws. */
  close: () => Promise<void>;
}

export interface TracingOptions {
  /** Where OpenTelemetry's protocol is taken over HTTP: "http://127.0.0.1:4318". Undefined: nothing is traced. */
  endpoint: string | undefined;
  /** "cartwright-api", "cartwright-worker" */
  service: string;
  onError: (error: unknown) => void;
}

const OFF: Tracing = { close: () => Promise.resolve() };

/** Before anything opens that makes spans. The SDK, its exporter with it, is loaded only where there is somewhere to export to. */
export async function startTracing({ endpoint, service, onError }: TracingOptions): Promise<Tracing> {
  if (endpoint === undefined) return OFF;
  const { openSdk } = await import("./sdk.ts");
  const sdk = openSdk({ endpoint, service, onError });
  setTracing(true);
  return {
    close: async () => {
      setTracing(false);
      await sdk.close();
    },
  };
}
