import type { Frame, HTTPRequest, HTTPResponse, Page } from "puppeteer";

/** The answer that the page in view came from. */
interface DocumentAnswer {
  status: number;
  url: string;
  headers: Record<string, string>;
}

/** A page's traffic: tells when what an action set off has come to rest. */
export interface Pulse {
  /** Of the last document that the page's own frame loaded. */
  lastDocument: () => DocumentAnswer | undefined;
  /** Resolves when nothing loads and nothing on the page changes any more, or time is over. */
  settle: (withinMs?: number) => Promise<void>;
  /** Whether something is asked for and not answered yet. */
  isBusy: () => boolean;
  /** Resolves at the next sign of life: a request, an answer, a change of the page; false when time is over. */
  stir: (withinMs: number) => Promise<boolean>;
  /** When it last did, by `performance.now()`. */
  stirredAt: () => number;
  close: () => void;
}

/** Pictures are blocked, and analytics come and go: what a checkout waits for is one of these. */
const AWAITED = new Set(["document", "xhr", "fetch", "script", "stylesheet"]);
/** Something that is asked for and not answered for so long is a stream or a long poll, and nobody waits for it. */
const LONG_MS = 6_000;
/** How soon after an action its first sign is there. */
const FIRST_SIGN_MS = 25;
const QUIET_MS = 30;
const SETTLE_WITHIN_MS = 15_000;

export function openPulse(page: Page): Pulse {
  const traffic = watchTraffic(page);
  const { isBusy, sign } = traffic;
  return {
    lastDocument: traffic.lastDocument,
    isBusy,
    stirredAt: traffic.stirredAt,
    settle: async (withinMs = SETTLE_WITHIN_MS) => {
      const until = performance.now() + withinMs;
      if (!isBusy()) await sign(FIRST_SIGN_MS);
      while (performance.now() < until && !page.isClosed()) {
        if (isBusy()) await sign(250);
        else if (!(await quiet(page, QUIET_MS, 500))) await sign(FIRST_SIGN_MS);
        else if (!isBusy()) return;
      }
    },
    stir: async (withinMs) => {
      const changed = quiet(page, withinMs, withinMs, true).then(() => true);
      const stirred = await Promise.race([sign(withinMs), changed]);
      traffic.note();
      return stirred;
    },
    close: traffic.close,
  };
}

interface Traffic {
  lastDocument: () => DocumentAnswer | undefined;
  isBusy: () => boolean;
  stirredAt: () => number;
  note: () => void;
  /** The next request, answer or navigation; false when none comes in time. */
  sign: (withinMs: number) => Promise<boolean>;
  close: () => void;
}

function watchTraffic(page: Page): Traffic {
  const pending = new Map<HTTPRequest, number>();
  let last: DocumentAnswer | undefined;
  let stirredAt = 0;
  let tell = (): void => undefined;
  const wake = (): void => {
    stirredAt = performance.now();
    tell();
  };
  const onRequest = (request: HTTPRequest): void => {
    if (AWAITED.has(request.resourceType())) pending.set(request, performance.now());
    wake();
  };
  const onEnd = (request: HTTPRequest): void => {
    pending.delete(request);
    wake();
  };
  const onResponse = (response: HTTPResponse): void => {
    const request = response.request();
    const startedAt = pending.get(request) ?? 0;
    // The body of an answer that no script reads never arrives.
    onEnd(request);
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
    // A redirect is followed, and what it leads to counts.
    if (response.status() >= 300 && response.status() < 400) return;
    last = { status: response.status(), url: response.url(), headers: response.headers() };
    // What the page before it had asked for is not told of any more.
    for (const [other, at] of pending) if (at < startedAt) pending.delete(other);
  };
  const onNavigated = (frame: Frame): void => {
    if (frame === page.mainFrame()) wake();
  };
  page.on("request", onRequest);
  page.on("requestfinished", onEnd);
  page.on("requestfailed", onEnd);
  page.on("response", onResponse);
  page.on("framenavigated", onNavigated);
  return {
    lastDocument: () => last,
    stirredAt: () => stirredAt,
    note: wake,
    isBusy: () => [...pending.values()].some((since) => performance.now() - since < LONG_MS),
    sign: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), withinMs);
        tell = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
    close: () => {
      page.off("request", onRequest);
      page.off("requestfinished", onEnd);
      page.off("requestfailed", onEnd);
      page.off("response", onResponse);
      page.off("framenavigated", onNavigated);
    },
  };
}

/** True once the document is parsed and unchanged for `forMs`, or changes without end; false when it went away meanwhile. */
async function quiet(page: Page, forMs: number, atMostMs: number, untilChange = false): Promise<boolean> {
  try {
    await page.evaluate(
      `new Promise((done) => {
        let timer = setTimeout(done, ${forMs});
        setTimeout(done, ${atMostMs});
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, ${untilChange ? 0 : forMs});
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        if (document.readyState === 'loading') {
          clearTimeout(timer);
          document.addEventListener('DOMContentLoaded', () => { timer = setTimeout(done, ${untilChange ? 0 : forMs}); });
        }
      })`,
    );
    return true;
  } catch {
    return false;
  }
}
