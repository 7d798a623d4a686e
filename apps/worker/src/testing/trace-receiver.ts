import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";

const Value = z.looseObject({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() });
const Attribute = z.object({ key: z.string(), value: Value });
const Sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              startTimeUnixNano: z.string(),
              attributes: z.array(Attribute),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as it left its process. */
export interface SentSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  name: string;
  startedAt: bigint;
  facts: Record<string, string | number | undefined>;
}

/** Takes traces, as a collector would: OpenTelemetry's protocol, as JSON over HTTP. */
export interface TraceReceiver {
  url: string;
  /** By when they began. */
  spans: () => SentSpan[];
  /** Every body that came, as it came. */
  bodies: readonly string[];
  close: () => Promise<void>;
}

export async function openTraceReceiver(): Promise<TraceReceiver> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    spans: () =>
      bodies.flatMap(readSpans).sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0)),
    bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function readSpans(body: string): SentSpan[] {
  return Sent.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(factsOf(resource.attributes)["service.name"]);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service,
        traceId: span.traceId,
        spanId: span.spanId,
        parentId: span.parentSpanId === "" ? undefined : span.parentSpanId,
        name: span.name,
        startedAt: BigInt(span.startTimeUnixNano),
        facts: factsOf(span.attributes),
      })),
    );
  });
}

const factsOf = (attributes: z.infer<typeof Attribute>[]): SentSpan["facts"] =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
