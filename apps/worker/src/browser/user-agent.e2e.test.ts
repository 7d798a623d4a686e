import { requireChromiumPath } from "@cartwright/testing";
import { openBrowserPool } from "./browser-pool.ts";

/** What a page is told the browser is. */
async function shownAgent(userAgent?: string): Promise<string> {
  const pool = openBrowserPool({
    executablePath: requireChromiumPath(),
    unprivilegedUid: 65_534,
    allowLocal: new Set(),
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  try {
    return await pool.withPage(({ page }) => page.evaluate(() => navigator.userAgent));
  } finally {
    await pool.close();
  }
}

test("by itself the browser says that it is Chrome, and nothing of having no window", async () => {
  const agent = await shownAgent();
  expect(agent).toMatch(/ Chrome\/\d+/);
  expect(agent).not.toContain("Headless");
});

test("`headless` leaves what the browser says of itself, and words are said as they are", async () => {
  expect(await shownAgent("headless")).toContain("HeadlessChrome/");
  expect(await shownAgent("Buyer/1.0")).toBe("Buyer/1.0");
});
