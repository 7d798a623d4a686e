import type { Page } from "puppeteer";
import type { PageSigns, Profile } from "./profile.ts";

/** Which platform the page in view comes from; undefined where no profile knows it. */
export async function detectProfile(page: Page, profiles: readonly Profile[]): Promise<Profile | undefined> {
  if (profiles.length === 0) return undefined;
  const signs = await readSigns(page);
  return profiles.find(({ detect }) => detect(signs));
}

async function readSigns(page: Page): Promise<PageSigns> {
  const seen = await page.evaluate(() => ({
    generator: document.querySelector("meta[name=generator]")?.getAttribute("content") ?? "",
    siteName: document.querySelector("meta[property='og:site_name']")?.getAttribute("content") ?? "",
    assets: [...document.querySelectorAll("script[src],link[rel=stylesheet]")].map(
      (element) => element.getAttribute("src") ?? element.getAttribute("href") ?? "",
    ),
  }));
  const cookies = await page.browserContext().cookies();
  return { ...seen, url: new URL(page.url()), cookies: cookies.map(({ name }) => name) };
}
