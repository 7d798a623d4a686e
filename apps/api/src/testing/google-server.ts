import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

/** A question that is never answered. */
export const SLOW = Symbol("slow");
/** A connection that is torn down instead of answered. */
export const RESET = Symbol("reset");
/** An answer that promises more than comes. */
export const TRUNCATED = Symbol("truncated");

export type Play = typeof SLOW | typeof RESET | typeof TRUNCATED | [status: number, body: unknown];

export interface GoogleServer {
  url: string;
  /** Of every question since `play`. */
  requests: { path: string; key: unknown; body: unknown }[];
  /** What is said next; the last one again and again. */
  play: (...script: [Play, ...Play[]]) => void;
  close: () => void;
}

/** A server that speaks the Address Validation API's REST, and misbehaves when it is told to. */
export async function startGoogleServer(): Promise<GoogleServer> {
  let script: Play[] = [SLOW];
  const requests: GoogleServer["requests"] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readJson(request);
      requests.push({ path: request.url ?? "", key: request.headers["x-goog-api-key"], body });
      const next = (script.length > 1 ? script.shift() : script[0]) ?? SLOW;
      if (next === SLOW) return;
      if (next === RESET) {
        request.socket.resetAndDestroy();
        return;
      }
      if (next === TRUNCATED) {
        response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "5000" });
        response.write('{"result": {"verdict": {"validationGranu', () => request.socket.destroy());
        return;
      }
      const [status, said] = next;
      response.writeHead(status, { "Content-Type": typeof said === "string" ? "text/html" : "application/json" });
      response.end(typeof said === "string" ? said : JSON.stringify(said));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    play: (...steps) => {
      script = steps;
      requests.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as unknown;
}

interface Said {
  verdict?: object;
  address?: object;
  /** USPS's answer; null: USPS was not asked. */
  dpv?: string | null;
}

/** An answer about 123 Market Street that accepts it, with changes. */
export function googleAnswer({ verdict, address, dpv = "Y" }: Said = {}): object {
  return {
    result: {
      verdict: {
        inputGranularity: "PREMISE",
        validationGranularity: "PREMISE",
        geocodeGranularity: "PREMISE",
        addressComplete: true,
        ...verdict,
      },
      address: {
        formattedAddress: "123 Market Street, San Francisco, CA 94105-1804, USA",
        postalAddress: {
          regionCode: "US",
          postalCode: "94105-1804",
          administrativeArea: "CA",
          locality: "San Francisco",
          addressLines: ["123 Market St"],
        },
        addressComponents: [part("street_number", "123"), part("route", "Market Street"), part("locality", "San Francisco")],
        ...address,
      },
      ...(dpv === null ? {} : { uspsData: { dpvConfirmation: dpv } }),
    },
    responseId: "an-id",
  };
} // prettier-ignore

/** A part of an address as Google says it. */
export const part = (componentType: string, text: string, changes: object = {}): object => ({
  componentType,
  componentName: { text, languageCode: "en" },
  confirmationLevel: "CONFIRMED",
  ...changes,
});

export const AWAY: [number, object] = [503, { error: { code: 503, message: "away", status: "UNAVAILABLE" } }];
export const TOO_MANY: [number, object] = [
  429,
  { error: { code: 429, message: "quota", status: "RESOURCE_EXHAUSTED" } },
];

export const ACCEPTS: [number, object] = [200, googleAnswer()];
export const REPLACES_ZIP: [number, object] = [
  200,
  googleAnswer({
    verdict: { hasReplacedComponents: true },
    address: { addressComponents: [part("postal_code", "94105", { replaced: true })] },
  }),
];
export const LACKS_NUMBER: [number, object] = [
  200,
  googleAnswer({
    verdict: { validationGranularity: "ROUTE", addressComplete: false },
    address: { missingComponentTypes: ["street_number"] },
    dpv: "N",
  }),
];
export const LACKS_UNIT: [number, object] = [
  200,
  googleAnswer({
    verdict: { addressComplete: false },
    address: { missingComponentTypes: ["subpremise"] },
    dpv: "D",
  }),
];
