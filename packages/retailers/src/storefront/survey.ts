import type { ElementHandle, Frame, JSHandle, Page } from "puppeteer";
import { collect, type Collected, type CollectedHandle, type SeenElement } from "./in-page/collect.ts";
import { inPageHandle } from "./in-page.ts";

/** An element as it was seen, with the frame that it stands in. */
export interface Seen extends SeenElement {
  frame: Frame;
  /** Tells it from others, and again on the same page after it was rendered anew. */
  key: string;
}

/** What a page offered at one moment, over all its frames. */
export interface Survey {
  url: string;
  title: string;
  elements: readonly Seen[];
  headings: readonly string[];
  alerts: readonly string[];
  text: string;
  /** Where a captcha shows its face; empty: nowhere. */
  captcha: string;
  /** The node itself, to act upon; undefined when it has gone. */
  handleOf: (seen: Seen) => Promise<ElementHandle | undefined>;
  /** What changes when a checkout moves on: addresses, headings, fields, buttons. */
  signature: string;
}

/** A survey whose nodes stay in the page's memory until whoever took it lets go of them. */
export interface HeldSurvey extends Survey {
  dispose: () => Promise<void>;
}

/** A frame smaller than this holds no form. */
const LEAST_FRAME_PX = 60;
const TRIES = 5;

/** Looks over the page and its frames. A page that goes away under the look is looked at again. */
export async function surveyPage(page: Page): Promise<HeldSurvey> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await surveyOnce(page);
    } catch (error) {
      if (attempt === TRIES || page.isClosed()) throw error;
      await page.waitForFunction("document.readyState !== 'loading'").catch(() => undefined);
    }
  }
}

async function surveyOnce(page: Page): Promise<HeldSurvey> {
  const frames = [page.mainFrame(), ...(await findUsableFrames(page))];
  const looked: { frame: Frame; handle: JSHandle<CollectedHandle>; data: Collected }[] = [];
  for (const frame of frames) {
    const isMain = frame === page.mainFrame();
    try {
      const handle = await inPageHandle(frame, collect, undefined);
      looked.push({ frame, handle, data: await handle.evaluate((collected) => collected.data) });
    } catch (error) {
      // A frame of somebody else's may vanish at any time; the page itself must be seen.
      if (isMain) throw error;
    }
  }
  return toSurvey(looked);
}

async function findUsableFrames(page: Page): Promise<Frame[]> {
  const usable: Frame[] = [];
  for (const frame of page.frames()) {
    if (frame === page.mainFrame() || frame.detached) continue;
    const element = await frame.frameElement().catch(() => null);
    const box = await element?.boundingBox().catch(() => null);
    await element?.dispose();
    if (box !== null && box !== undefined && box.width > LEAST_FRAME_PX && box.height > LEAST_FRAME_PX / 2) {
      usable.push(frame);
    }
  }
  return usable;
}

function toSurvey(looked: { frame: Frame; handle: JSHandle<CollectedHandle>; data: Collected }[]): HeldSurvey {
  const counts = new Map<string, number>();
  const elements = looked.flatMap(({ frame, data }, index) =>
    data.elements.map((element): Seen => {
      const { kind, name, id, label, near, group, form } = element;
      const what = [index, kind, name, id.replaceAll(/\d{3,}/g, ""), label, near, group, form].join("|");
      const nth = counts.get(what) ?? 0;
      counts.set(what, nth + 1);
      return { ...element, frame, key: `${what}#${nth}` };
    }),
  );
  const main = looked[0]?.data;
  const url = main?.url ?? "";
  const joined = (pick: (data: Collected) => string) =>
    looked
      .map(({ data }) => pick(data))
      .filter((part) => part !== "")
      .join(" ");
  const headings = looked.flatMap(({ data }) => data.headings);
  return {
    url,
    title: main?.title ?? "",
    elements,
    headings,
    alerts: looked.flatMap(({ data }) => data.alerts),
    text: joined(({ text }) => text),
    captcha: joined(({ captcha }) => captcha),
    handleOf: async (seen) => {
      const from = looked.find(({ frame }) => frame === seen.frame)?.handle;
      const node = await from
        ?.evaluateHandle((collected, ref) => collected.nodes[ref], seen.ref)
        .catch(() => undefined);
      return (node?.asElement() ?? undefined) as ElementHandle | undefined;
    },
    signature: [url, ...headings, ...elements.map(({ key, isDisabled, isOn }) => `${key}${isDisabled}${isOn}`)].join(
      "\n",
    ),
    dispose: async () => {
      for (const { handle } of looked) await handle.dispose().catch(() => undefined);
    },
  };
}
