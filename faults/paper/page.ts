import type { FetchControl, PausedRequest } from "../../apps/worker/src/browser/request-router.ts";
import type { PurchaseGate } from "../../apps/worker/src/browser/purchase-gate.ts";
import { findSubject, nameOf, type Subject } from "../subject.ts";
import type { PaperOffer } from "./offer.ts";

/** What a shop answered: null when the connection died first. */
type ShopAnswer = { status: number; body: { number?: string } } | null;

/** The part of a browser that is left when there is nothing to look at: it asks a shop, and buys through a real gate. */
export interface PaperPage {
  url: () => string;
  title: () => Promise<string>;
  evaluate: () => Promise<string>;
  /** Loads again what the page came from: as in a real browser, a purchase too. */
  reload: () => Promise<void>;
  get: (path: string) => Promise<{ status: number; body: unknown }>;
  offerOf: (productUrl: string) => Promise<PaperOffer | undefined>;
  /** Sends the purchase: it goes through the gate like every request, and its answer is the page's next state. */
  submit: (purchase: { productUrl: string; marker: string; quantity: number; totalCents: number }) => void;
  answer: () => Promise<ShopAnswer>;
  close: () => void;
}

let requests = 0;

export function openPaperPage(shopUrl: string, gate: PurchaseGate): PaperPage {
  let state = "about:blank";
  let last: (() => void) | undefined;
  let answered: Promise<ShopAnswer> = new Promise(() => undefined);
  const closed = new AbortController();

  const get = async (path: string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(new URL(path, shopUrl), { signal: closed.signal });
    return { status: response.status, body: await response.json() };
  };
  return {
    url: () => state,
    title: () => Promise.resolve("Paper shop"),
    evaluate: () => Promise.resolve(state),
    reload: async () => {
      last?.();
      await answered;
    },
    get,
    offerOf: async (productUrl) => {
      const { status, body } = await get(`/offer/${nameOf(requireSubject(productUrl))}`);
      return status === 200 ? (body as PaperOffer) : undefined;
    },
    submit: ({ productUrl, ...purchase }) => {
      const url = `${shopUrl}/purchase/${nameOf(requireSubject(productUrl))}`;
      last = () => {
        const sending = send(gate, url, JSON.stringify(purchase), closed.signal);
        answered = sending.then((given) => {
          state = `${shopUrl}/${given?.body.number ?? "error"}`;
          return given;
        });
      };
      last();
    },
    answer: () => answered,
    close: () => closed.abort(),
  };
}

/** One request through the gate, as Chromium's Fetch domain would tell of it. */
function send(gate: PurchaseGate, url: string, body: string, closed: AbortSignal): Promise<ShopAnswer> {
  const requestId = `paper-${(requests += 1)}`;
  const paused = {
    requestId,
    networkId: requestId,
    resourceType: "Document",
    request: { method: "POST", url, headers: {}, postData: body },
  } as PausedRequest;
  return new Promise((resolve) => {
    const tell = (given: ShopAnswer): void => {
      const status = given === null ? { responseErrorReason: "ConnectionReset" } : { responseStatusCode: given.status };
      gate.handler({ ...paused, ...status } as PausedRequest, control);
      resolve(given);
    };
    const control: FetchControl = {
      // Asked a second time for the same request, it is the answer that passes: nothing is sent.
      pass: (request) => {
        if (request.responseStatusCode === undefined && request.responseErrorReason === undefined) {
          void post(url, body, closed).then(tell);
        }
        return Promise.resolve(true);
      },
      block: () => {
        resolve(null);
        return Promise.resolve(true);
      },
    };
    gate.handler(paused, control);
  });
}

async function post(url: string, body: string, closed: AbortSignal): Promise<ShopAnswer> {
  try {
    const response = await fetch(url, { method: "POST", body, signal: closed });
    return { status: response.status, body: (await response.json()) as { number?: string } };
  } catch {
    return null;
  }
}

export function requireSubject(productUrl: string): Subject {
  const subject = findSubject(productUrl);
  if (subject === undefined) throw new Error(`${productUrl} is no product of a paper shop`);
  return subject;
}
