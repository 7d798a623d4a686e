import type { SubmitEvidence } from "@cartwright/db";
import { CheckoutFailure } from "@cartwright/orders";
import type { ShopHttp, ShopRequest, ShopResponse } from "@cartwright/retailers/driver";
import { parseUrl } from "@cartwright/schemas";
import { openEgressProxy } from "../browser/egress-proxy.ts";
import { openPurchaseGate, type PurchaseGate } from "../browser/purchase-gate.ts";
import { sendThroughGate } from "./gated-send.ts";
import { openTransport, type WireRequest } from "./transport.ts";

/** A visitor at a store API, behind its own gate and its own way out. */
export interface ShopHttpClient {
  http: ShopHttp;
  gate: PurchaseGate;
  /** Never aborted: nothing stands between this process and the shop that could die by itself. */
  lost: AbortSignal;
  /** What the shop answered last. */
  look: () => Promise<SubmitEvidence>;
}

export interface ShopHttpPool {
  /** Runs `use` as a fresh visitor, and leaves nothing of it behind. */
  withClient: <T>(use: (client: ShopHttpClient) => Promise<T>) => Promise<T>;
}

/** As long as a browser's gate waits. */
const ANSWER_WITHIN_MS = 120_000;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_EVIDENCE_TEXT = 4_096;
const MAX_EVIDENCE_URL = 1_024;
/** What a shop gives a visitor to prove itself with is nobody else's to read. */
const SECRET_KEY = /token|secret|password|authorization/i;

export function openShopHttpPool({ allowLocal }: { allowLocal: ReadonlySet<string> }): ShopHttpPool {
  return {
    withClient: async (use) => {
      const proxy = await openEgressProxy(allowLocal);
      const transport = openTransport(proxy.url);
      const gate = openPurchaseGate({
        answerWithinMs: ANSWER_WITHIN_MS,
        freshConnections: async (released) => {
          // Renewing cuts what is on the wire; before a later release the answers to those before it arrive whole.
          if (released > 0) await proxy.quiet();
          transport.renew();
        },
      });
      const memory = openMemory();
      // Inside of the gate: what it keeps back is no answer of the shop's.
      const remembered = { send: memory.remembering(transport.send) };
      const send: Send = (wire) => sendThroughGate(gate, remembered, wire);
      try {
        return await use({
          http: { send: (request) => follow(send, toWire(request)) },
          gate,
          lost: new AbortController().signal,
          look: () => Promise.resolve(memory.last()),
        });
      } finally {
        gate.shut();
        await transport.close();
        await proxy.close();
      }
    },
  };
}

type Send = (wire: WireRequest) => Promise<ShopResponse>;

/** Sends a request and, where it only reads, goes where its answer points to. */
async function follow(send: Send, wire: WireRequest, redirectsLeft = MAX_REDIRECTS): Promise<ShopResponse> {
  const response = await send(wire);
  const location = response.headers["location"];
  if (wire.method !== "GET" || !REDIRECTS.has(response.status) || location === undefined) return response;
  const next = parseUrl(location, wire.url);
  if (next === undefined) return response;
  if (redirectsLeft === 0) {
    throw new CheckoutFailure("retailer_unavailable", "The shop's store API leads from one address to the next.");
  }
  // Keys and tokens are for the shop that they were given for.
  const isSameShop = next.origin === new URL(wire.url).origin;
  const headers = isSameShop ? wire.headers : { accept: "application/json" };
  return await follow(send, { ...wire, url: next.href, headers }, redirectsLeft - 1);
}

function toWire({ method, url, headers = {}, body }: ShopRequest): WireRequest {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const json = body === undefined ? {} : { "content-type": "application/json" };
  return {
    method,
    url,
    headers: { accept: "application/json", ...json, ...given },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** Keeps the last answer in the shape that a page's evidence has. */
function openMemory(): { remembering: (send: Send) => Send; last: () => SubmitEvidence } {
  let last = { url: "about:blank", title: "", text: "" };
  const keep = ({ method, url }: WireRequest, how: string, text: string): void => {
    last = {
      url: url.slice(0, MAX_EVIDENCE_URL),
      title: `${method} ${how}`,
      text: text.slice(0, MAX_EVIDENCE_TEXT),
    };
  };
  return {
    remembering: (send) => async (wire) => {
      try {
        const response = await send(wire);
        keep(wire, String(response.status), toText(response.body));
        return response;
      } catch (error) {
        keep(wire, "no answer", error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    last: () => ({ ...last, seenAt: new Date().toISOString() }),
  };
}

function toText(body: unknown): string {
  if (typeof body === "string") return body;
  return JSON.stringify(body, (key, value: unknown) => (SECRET_KEY.test(key) ? "…" : value)) ?? "";
}
