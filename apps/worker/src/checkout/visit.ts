import type { SubmitEvidence } from "@cartwright/db";
import type {
  CheckoutRun,
  CheckoutSession,
  HistoryLook,
  HistorySession,
  RetailerDriver,
  ShipmentsLook,
  ShipmentsSession,
  ShopHttp,
} from "@cartwright/retailers/driver";
import { visibleText } from "@cartwright/retailers/page-steps";
import { parseUrl } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import type { PurchaseGate } from "../browser/purchase-gate.ts";
import type { Outside } from "../surroundings.ts";

/** An attempt's way through one shop, however it is driven: behind a gate of its own. */
export interface Visit {
  run: CheckoutRun;
  gate: PurchaseGate;
  /** Aborted when what carries the visit died under it: nothing of it will ever answer. */
  lost: AbortSignal;
  /** What the shop shows right now: kept before anybody makes sense of it. */
  look: () => Promise<SubmitEvidence>;
  /** What pictures are taken of; none where a store API is bought from. */
  page: Page | undefined;
  /** Hosts that the visit asked for so far. */
  hosts: ReadonlySet<string>;
}

type Told = Omit<CheckoutSession, "page">;
/** Who only looks has nothing to give up. */
type ToldToLook<S> = Omit<S, "page" | "concede">;

const concede = (): boolean => false;

/** Runs `use` on a fresh visit with the driver, and leaves nothing of it behind. */
export async function withVisit<T>(
  { browsers, shopHttp }: Pick<Outside, "browsers" | "shopHttp">,
  driver: RetailerDriver,
  told: Told,
  use: (visit: Visit) => Promise<T>,
): Promise<T> {
  if (driver.via === "http") {
    return await shopHttp.withClient(({ http, ...client }) => {
      const { hosts, noting } = openHosts(http);
      return use({ ...client, hosts, page: undefined, run: driver.begin({ ...told, http: noting }) });
    });
  }
  return await browsers.withPage(({ page, gate, hosts, lost }) =>
    use({ gate, hosts, lost, page, look: () => lookAt(page), run: driver.begin({ ...told, page }) }),
  );
}

/** Reads the order's history with its driver, on a visit of its own. */
export async function lookIntoHistory(
  { browsers, shopHttp }: Pick<Outside, "browsers" | "shopHttp">,
  driver: RetailerDriver,
  told: ToldToLook<HistorySession>,
): Promise<HistoryLook> {
  const none: HistoryLook = { kind: "unreadable", message: "the retailer shows no history" };
  if (driver.via === "http") {
    return await shopHttp.withClient(async ({ http }) => (await driver.lookUp?.({ ...told, concede, http })) ?? none);
  }
  return await browsers.withPage(async ({ page }) => (await driver.lookUp?.({ ...told, concede, page })) ?? none);
}

/** Reads where a placed order is with its driver, on a visit of its own. */
export async function lookAtShipments(
  { browsers }: Pick<Outside, "browsers">,
  driver: RetailerDriver,
  told: ToldToLook<ShipmentsSession>,
): Promise<ShipmentsLook> {
  const none: ShipmentsLook = { kind: "no_page", message: "the retailer shows nothing of what it ships" };
  if (driver.via === "http") return none;
  return await browsers.withPage(
    async ({ page }) => (await driver.readShipments?.({ ...told, concede, page })) ?? none,
  );
}

/** Notes which hosts are asked. */
function openHosts(http: ShopHttp): { hosts: ReadonlySet<string>; noting: ShopHttp } {
  const hosts = new Set<string>();
  const noting: ShopHttp = {
    send: (request) => {
      const host = parseUrl(request.url)?.host;
      if (host !== undefined) hosts.add(host);
      return http.send(request);
    },
  };
  return { hosts, noting };
}

async function lookAt(page: Page): Promise<SubmitEvidence> {
  return {
    url: page.url(),
    title: await page.title(),
    text: await visibleText(page),
    seenAt: new Date().toISOString(),
  };
}
