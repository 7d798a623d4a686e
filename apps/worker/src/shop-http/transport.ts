import { CheckoutFailure } from "@cartwright/orders";
import type { ShopResponse } from "@cartwright/retailers/driver";
import { CookieJar } from "tough-cookie";
import { type Dispatcher, ProxyAgent } from "undici";

/** A request as it goes out: its body is what is sent, to the byte. */
export interface WireRequest {
  method: Dispatcher.HttpMethod;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** One visitor's connections and cookies. It sends a request once, follows nothing and repeats nothing. */
export interface Transport {
  /** Rejects with CheckoutFailure when there was no whole answer. */
  send: (request: WireRequest) => Promise<ShopResponse>;
  /** What is sent from now on goes out on connections that served nothing before. */
  renew: () => void;
  close: () => Promise<void>;
}

const CONNECT_WITHIN_MS = 10_000;
/** Shorter than the gate waits for a released purchase: how it ended is then known, not only that time was over. */
const ANSWER_WITHIN_MS = 110_000;
/** The largest answers, a product with all its variants, stay below a few hundred KiB. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const USER_AGENT = "Cartwright";

/** Opens a visitor whose only way out is the proxy. */
export function openTransport(proxyUrl: string): Transport {
  const jar = new CookieJar();
  let agent = openAgent(proxyUrl);
  return {
    send: async (request) => {
      try {
        return await sendOnce(agent, jar, request);
      } catch (error) {
        throw toFailure(error);
      }
    },
    renew: () => {
      const served = agent;
      agent = openAgent(proxyUrl);
      void served.destroy().catch(() => undefined);
    },
    close: () => agent.destroy(),
  };
}

function openAgent(proxyUrl: string): ProxyAgent {
  return new ProxyAgent({
    uri: proxyUrl,
    // A tunnel for plain http as well: the proxy then only counts bytes, and can neither repeat nor change a request.
    proxyTunnel: true,
    connect: { timeout: CONNECT_WITHIN_MS },
    headersTimeout: ANSWER_WITHIN_MS,
    bodyTimeout: ANSWER_WITHIN_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
}

async function sendOnce(agent: ProxyAgent, jar: CookieJar, request: WireRequest): Promise<ShopResponse> {
  const { origin, pathname, search } = new URL(request.url);
  const cookie = await jar.getCookieString(request.url);
  const answer = await agent.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: { "user-agent": USER_AGENT, ...request.headers, ...(cookie === "" ? {} : { cookie }) },
    body: request.body ?? null,
  });
  for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
    await jar.setCookie(line, request.url, { ignoreError: true });
  }
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: joinHeaders(answer.headers), body: parseJson(text) };
}

function joinHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ""].flat().join(", ")]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The tunnel that our own proxy refused: undici hands on its answer in these words alone. */
const REFUSED_BY_EGRESS = /Proxy response \(403\)/;

function toFailure(error: unknown): CheckoutFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (REFUSED_BY_EGRESS.test(message)) {
    return new CheckoutFailure(
      "retailer_not_supported",
      "The shop's address is not one that may be reached from here.",
      {
        cause: error,
      },
    );
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "no code";
  return new CheckoutFailure("retailer_unavailable", `The shop's store API gave no whole answer (${code}).`, {
    cause: error,
  });
}
