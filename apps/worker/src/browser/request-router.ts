import type { Browser, CDPSession, Page, Protocol } from "puppeteer";

export type PausedRequest = Protocol.Fetch.RequestPausedEvent;

/** What may be done with a paused request. Each answers false when the request is gone meanwhile. */
export interface FetchControl {
  pass: (request: PausedRequest, options?: { watchAnswer?: boolean }) => Promise<boolean>;
  block: (request: PausedRequest) => Promise<boolean>;
}

/** Called for every request of one browser context, and for the answers it asked to watch. */
export type RequestHandler = (request: PausedRequest, control: FetchControl) => void;

export interface RequestRouter {
  /** Sends every request of a browser context to one handler. */
  route: (contextId: string, handler: RequestHandler) => () => void;
  /** Learns the frames of a page as they come, so that their requests are known as its context's. */
  follow: (contextId: string, page: Page) => Promise<void>;
}

/**
 * Pauses every request of a browser and hands it to its context's handler.
 *
 * The Fetch domain is enabled on the *browser's* session: there it sees the requests of every target (pages, frames of
 * other processes, workers, service workers, pop-ups) from their very first one, which sessions attached to each target
 * by themselves would race for. See docs/decisions.
 */
export async function openRequestRouter(browser: Browser): Promise<RequestRouter> {
  const session = await browser.target().createCDPSession();
  const handlers = new Map<string, RequestHandler>();
  const owners = new Map<string, string>();
  const control = controlOf(session);

  const own = ({ targetInfo }: { targetInfo: Protocol.Target.TargetInfo }): void => {
    if (targetInfo.browserContextId !== undefined) owners.set(targetInfo.targetId, targetInfo.browserContextId);
  };
  session.on("Target.targetCreated", own);
  session.on("Target.targetInfoChanged", own);
  session.on("Target.targetDestroyed", ({ targetId }) => owners.delete(targetId));
  session.on("Fetch.requestPaused", (request) => {
    const handler = handlerOf(request, owners, handlers);
    if (handler === undefined) void control.block(request);
    else handler(request, control);
  });
  await session.send("Target.setDiscoverTargets", { discover: true });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });

  return {
    route: (contextId, handler) => {
      handlers.set(contextId, handler);
      return () => {
        handlers.delete(contextId);
        for (const [frameId, owner] of owners) if (owner === contextId) owners.delete(frameId);
      };
    },
    follow: async (contextId, page) => {
      const frames = await page.createCDPSession();
      frames.on("Page.frameAttached", ({ frameId }) => owners.set(frameId, contextId));
      await frames.send("Page.enable");
    },
  };
}

// Pages, workers and frames of other processes are targets, and known by their ids; frames of a page's own process are
// followed. What is left (a frame inside a frame of another process) is no question with one context at work; with several,
// a request that nobody owns is blocked.
function handlerOf(
  request: PausedRequest,
  owners: ReadonlyMap<string, string>,
  handlers: ReadonlyMap<string, RequestHandler>,
): RequestHandler | undefined {
  const contextId = owners.get(request.frameId);
  if (contextId !== undefined) return handlers.get(contextId);
  if (handlers.size === 1) return [...handlers.values()][0];
  return undefined;
}

function controlOf(session: CDPSession): FetchControl {
  // A request that was cancelled, or whose page has gone, cannot be answered any more. That is no fault.
  const attempt = async (send: Promise<unknown>): Promise<boolean> => {
    try {
      await send;
      return true;
    } catch {
      return false;
    }
  };
  return {
    pass: ({ requestId }, options) =>
      attempt(session.send("Fetch.continueRequest", { requestId, interceptResponse: options?.watchAnswer ?? false })),
    block: ({ requestId }) => attempt(session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" })),
  };
}
