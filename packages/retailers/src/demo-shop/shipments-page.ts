import type { ShippedLine, ShownParcel } from "@cartwright/orders";
import { TrackingStatus } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import type { ShipmentsLook, ShipmentsSession } from "../driver.ts";
import { openPage, textOf } from "../page-steps.ts";
import { signIn } from "./history-page.ts";
import { readDelivery } from "./outcome-page.ts";

const LINE_STATUSES = ["ordered", "shipped", "delivered", "cancelled"] as const;

/** Reads the account's page of each of the order's numbers: at this shop, that is one. */
export async function readShipments({ page, order, step, merchantOrderIds }: ShipmentsSession): Promise<ShipmentsLook> {
  const shop = new URL(order.items[0]?.url ?? "").origin;
  const found: Extract<ShipmentsLook, { kind: "found" }> = {
    kind: "found",
    parcels: [],
    lines: [],
    estimatedDelivery: null,
  };
  await step("sign in", () => signIn(page, shop));
  for (const number of merchantOrderIds) {
    const address = new URL(`/account/orders/${encodeURIComponent(number)}`, shop).href;
    await step("open order", () => openPage(page, address));
    if ((await textOf(page, "#order-number")) !== number || (await page.$("#shipments")) === null) {
      return { kind: "unreadable", message: `the page of order ${number} does not show it` };
    }
    found.parcels.push(...(await readParcels(page)));
    found.lines.push(...(await readLines(page)));
    found.estimatedDelivery ??= await readDelivery(page);
  }
  return found;
}

async function readParcels(page: Page): Promise<ShownParcel[]> {
  const parcels = await page.$$eval("#shipments .parcel", (cards) =>
    cards.map((card) => ({
      carrier: card.querySelector(".carrier")?.textContent?.trim() ?? "",
      trackingNumber: card.getAttribute("data-tracking-number") ?? "",
      trackingUrl: card.querySelector<HTMLAnchorElement>("a.tracking-number")?.href ?? null,
      status: card.getAttribute("data-status"),
      estimatedDelivery: card.querySelector(".parcel-delivery")?.getAttribute("datetime") ?? null,
      checkpoints: [...card.querySelectorAll(".scans li")].map((scan) => ({
        time: scan.querySelector("time")?.getAttribute("datetime") ?? "",
        status: scan.getAttribute("data-status"),
        message: scan.querySelector(".scan-message")?.textContent?.trim() ?? "",
        city: scan.getAttribute("data-city"),
        state: scan.getAttribute("data-state"),
        zip: scan.getAttribute("data-postal-code"),
      })),
    })),
  );
  return parcels.map(({ status, checkpoints, ...parcel }) =>
    Object.assign(parcel, {
      status: statusOf(status),
      checkpoints: checkpoints.map((scan) =>
        // The shop ships within the United States only.
        Object.assign(scan, { status: statusOf(scan.status), country: "US", location: null }),
      ),
    }),
  );
}

/** A word that this driver does not know moves nothing. */
function statusOf(shown: string | null): TrackingStatus {
  const status = TrackingStatus.safeParse(shown);
  return status.success ? status.data : "pending";
}

async function readLines(page: Page): Promise<ShippedLine[]> {
  const rows = await page.$$eval("#line-states [data-line]", (elements) =>
    elements.map((row) => ({
      url: row.querySelector<HTMLAnchorElement>("a.line-link")?.href ?? null,
      variant: row.querySelector(".line-variant")?.textContent?.trim() ?? null,
      quantity: row.querySelector(".line-count")?.textContent?.trim() ?? "",
      status: row.getAttribute("data-status"),
      reason: row.querySelector(".cancel-reason")?.textContent?.trim() ?? null,
    })),
  );
  return rows.flatMap((row) => {
    const status = LINE_STATUSES.find((known) => known === row.status);
    return status === undefined
      ? []
      : [{ ...row, status, quantity: /^\d+$/.test(row.quantity) ? Number(row.quantity) : null }];
  });
}
