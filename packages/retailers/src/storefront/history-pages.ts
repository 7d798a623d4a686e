import type { HistoryLook, ShopAccount } from "../driver.ts";
import { logIn } from "./account.ts";
import { readShownMoney, toCartItems } from "./money.ts";
import { named } from "./obstacles.ts";
import { findOrderNumber, ownReferences } from "./outcome.ts";
import type { Survey } from "./survey.ts";
import { look, open, pressable, type Walk } from "./walk.ts";

const HISTORY_PATHS = [
  "/account/orders",
  "/orders",
  "/order-history",
  "/customer/order/history",
  "/my-account/orders",
  "/sales/order/history",
  "/account",
  "/index.php?route=account/order",
];
/** Newest first, as shops show them: an order that is in doubt is among these. */
const MOST_ORDERS = 6;

/** Logs in and reads the account's newest orders for this one's marker. */
export async function enterHistory(walk: Walk, account: ShopAccount): Promise<HistoryLook> {
  const { session } = walk;
  const { marker } = session.order;
  await session.step("log in", () => logIn(walk, account));
  const list = await session.step("open history", () => findHistory(walk));
  if (list === undefined) return { kind: "unreadable", message: "the shop shows no list of orders" };
  const details = orderLinks(list, walk);
  for (const url of [list.url, ...details]) {
    const page = await open(walk, url);
    if (!page.text.includes(marker)) continue;
    const link = page.url === list.url ? linkBeside(walk, marker) : undefined;
    const target = await link;
    return await readFound(walk, target === undefined ? page : await open(walk, target));
  }
  return {
    kind: "unreadable",
    message: `none of the account's newest ${details.length} orders shows the reference; that is no proof`,
  };
}

/** The account's list of orders: the page that the login led to, one that is called so, or one where shops have it. */
async function findHistory(walk: Walk): Promise<Survey | undefined> {
  const here = await look(walk);
  if (isHistory(here)) return here;
  const shop = new URL(walk.session.order.items[0]?.url ?? here.url);
  const hinted = walk.profile?.history?.path;
  const links = linksCalled(here, "orders", "account");
  const tried = new Set<string>();
  for (const path of [...(hinted === undefined ? [] : [hinted]), ...links, ...HISTORY_PATHS]) {
    const url = new URL(path, shop).href;
    if (tried.has(url)) continue;
    tried.add(url);
    const survey = await open(walk, url);
    if ((walk.pulse.lastDocument()?.status ?? 200) < 400) {
      if (isHistory(survey)) return survey;
      const orders = linksCalled(survey, "orders").find((link) => !tried.has(link));
      if (orders !== undefined) {
        tried.add(orders);
        const list = await open(walk, orders);
        if (isHistory(list)) return list;
      }
    }
  }
  return undefined;
}

const linksCalled = (survey: Survey, ...meanings: string[]): string[] =>
  meanings
    .flatMap((meaning) => named(pressable(survey, { landmarks: true }), meaning).map(({ href }) => href))
    .filter((href) => href !== "");

/** A page that is called after orders, and asks for no password. */
function isHistory({ headings, title, elements }: Survey): boolean {
  if (elements.some(({ type }) => type === "password")) return false;
  return [title, ...headings].some((text) => /\b(orders|order history|purchases|purchase history)\b/i.test(text));
}

function orderLinks(list: Survey, walk: Walk): string[] {
  const { origin } = new URL(walk.session.page.url());
  const hrefs = list.elements
    .filter(({ kind, isLandmark, href }) => kind === "link" && !isLandmark && href.startsWith(origin))
    .map(({ href }) => href)
    .filter((href) => /order/i.test(href) && /\d/.test(new URL(href).pathname + new URL(href).search));
  return [...new Set(hrefs)].filter((href) => href !== list.url).slice(0, MOST_ORDERS);
}

/** Where the row of a list that shows the marker leads to. */
async function linkBeside({ session }: Walk, marker: string): Promise<string | undefined> {
  const href = await session.page.evaluate((wanted) => {
    for (const row of document.querySelectorAll("tr,li,article,section,div")) {
      if (!(row.textContent ?? "").includes(wanted)) continue;
      if (
        [...row.children].some(
          (child) => (child.textContent ?? "").includes(wanted) && child.querySelector("a[href]") !== null,
        )
      )
        continue;
      const link = row.querySelector("a[href]");
      if (link instanceof HTMLAnchorElement) return link.href;
    }
    return "";
  }, marker);
  return href === "" ? undefined : href;
}

async function readFound(walk: Walk, page: Survey): Promise<HistoryLook> {
  const { totals, lines } = await readShownMoney(walk.session.page, []);
  const number = findOrderNumber(`${page.headings.join(" ")} ${page.text}`, page.url, ownReferences(walk));
  return {
    kind: "found",
    merchantOrderIds: number === undefined ? [] : [number],
    page: { url: page.url, title: page.title },
    prices: {
      ...totals,
      cart_items: toCartItems(lines),
    },
    estimatedDelivery: null,
  };
}
