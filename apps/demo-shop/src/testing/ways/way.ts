import type { Page } from "puppeteer";

/** How a person who knows a layout buys in it. The page is at the product when it begins. */
export interface Way {
  /** Puts what the page shows into the cart, once, and goes to the cart or stays. */
  add: (page: Page, options: Record<string, string>) => Promise<void>;
  /** From there through the checkout, until the last button can be pressed. */
  toReview: (page: Page, buyer: Buyer) => Promise<void>;
  /** Presses the last button, and waits for what the shop has to say. */
  place: (page: Page) => Promise<void>;
  /** What is read in the end: NUMBER stands for the order's, where the shop tells it. */
  thanks: string;
}

export interface Buyer {
  email: string;
  state: { code: string; name: string };
  reference: string;
}

/** A buyer in Texas; the reference tells the orders of one test from those of another. */
export const buyer = (reference: string): Buyer => ({
  email: "ann@example.com",
  state: { code: "TX", name: "Texas" },
  reference,
});

export const fill = (page: Page, selector: string, value: string): Promise<void> => page.locator(selector).fill(value);

export const press = (page: Page, selector: string): Promise<void> => page.locator(selector).click();

export async function pressThrough(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), press(page, selector)]);
}

export async function fillAll(page: Page, values: Record<string, string>): Promise<void> {
  for (const [selector, value] of Object.entries(values)) await fill(page, selector, value);
}

export const see = async (page: Page, selector: string): Promise<void> => {
  await page.waitForSelector(selector, { visible: true });
};

/** One address, by the selectors of its fields. */
export function addressBy(
  names: Record<"first" | "last" | "line1" | "city" | "zip" | "phone", string>,
): Record<string, string> {
  return {
    [names.first]: "Ann",
    [names.last]: "Lee",
    [names.line1]: "1 Main St",
    [names.city]: "Austin",
    [names.zip]: "78701",
    [names.phone]: "(512) 555-0100",
  };
}
