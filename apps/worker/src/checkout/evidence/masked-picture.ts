import type { CDPSession } from "puppeteer";
import { judgePage, type PageVerdict } from "./judge-page.ts";
import type { Mask } from "./mask.ts";
import { paintOver, readPng, writePng } from "./paint-png.ts";
import { readPageSnapshot } from "./page-snapshot.ts";

/** `paint`: makes the picture's PNG, which needs the page no more. Nothing unpainted is to be had. */
export type MaskedPicture = { paint: () => Promise<Buffer> } | { refused: string };

/** A page that moves while its picture is taken is tried again so often. */
const TRIES = 3;
/** A scroll bar. */
const BAR_PX = 20;

interface Seen extends PageVerdict {
  scrollX: number;
  scrollY: number;
  width: number;
  isScaled: boolean;
}

/**
 * Takes a picture of what the page shows in its window, and paints over it what may not be seen. The page is only looked at:
 * not a style or a value of it is changed, so that there is nothing to restore and nothing that it could notice. What it
 * shows has to be at the same place before and after the picture; else what is painted over might be the wrong place.
 */
export async function takeMaskedPicture(client: CDPSession, mask: Mask): Promise<MaskedPicture> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await see(client, mask);
    const refused = refusalOf(before);
    if (refused !== undefined) return { refused };
    // Not beyond the window: that would resize the page for a moment.
    const shot = await client.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: false });
    const after = await see(client, mask);
    if (JSON.stringify(after) !== JSON.stringify(before)) continue;
    return { paint: () => paint(Buffer.from(shot.data, "base64"), before) };
  }
  return { refused: "the page kept changing" };
}

async function paint(shot: Buffer, { hidden, width, scrollX, scrollY }: Seen): Promise<Buffer> {
  const pixels = await readPng(shot);
  if (pixels.width < width || pixels.width > width + BAR_PX) throw new Error("the picture is not as wide as its page");
  paintOver(pixels, hidden, { x: scrollX, y: scrollY });
  return await writePng(pixels);
}

async function see(client: CDPSession, mask: Mask): Promise<Seen> {
  const verdict = judgePage(await readPageSnapshot(client), mask);
  const { cssVisualViewport: view } = await client.send("Page.getLayoutMetrics");
  return {
    ...verdict,
    scrollX: view.pageX,
    scrollY: view.pageY,
    width: Math.round(view.clientWidth),
    isScaled: view.scale !== 1 || (view.zoom ?? 1) !== 1,
  };
}

function refusalOf({ payment, isScaled }: Seen): string | undefined {
  if (payment !== undefined) return `a payment page (${payment})`;
  return isScaled ? "the page is scaled" : undefined;
}
