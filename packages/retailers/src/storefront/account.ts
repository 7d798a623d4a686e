import { CheckoutFailure } from "@cartwright/orders";
import { parseUrl } from "@cartwright/schemas";
import type { ShopAccount } from "../driver.ts";
import { typeInto } from "./act.ts";
import { emptyCart } from "./cart.ts";
import { fieldMeaning } from "./field-meaning.ts";
import { named, pressFirmly } from "./obstacles.ts";
import type { Seen, Survey } from "./survey.ts";
import { look, open, pressable, type Walk } from "./walk.ts";
import { faultCode, plain } from "./words.ts";

const LOGIN_PATHS = [
  "/account/login",
  "/login",
  "/customer/account/login",
  "/account/sign-in",
  "/sign-in",
  "/signin",
  "/my-account",
  "/account",
  "/index.php?route=account/login",
];

/** Logs in with the order's account, and empties the cart that it may have left behind. */
export async function enterAsCustomer(walk: Walk, account: ShopAccount): Promise<void> {
  const { session } = walk;
  await session.step("log in", () => logIn(walk, account), "open_shop");
  await session.step("empty cart", () => emptyCart(walk), "cart");
}

/** Logs in at the shop. Throws login_failed where the shop does not let the account in. */
export async function logIn(walk: Walk, account: ShopAccount): Promise<void> {
  const survey = await findLogin(walk);
  await submitLogin(walk, survey, account);
}

async function findLogin(walk: Walk): Promise<Survey> {
  const { session, profile } = walk;
  const shop = new URL(session.order.items[0]?.url ?? session.page.url());
  let survey = await open(
    walk,
    profile?.hints?.loginPath === undefined ? shop.href : new URL(profile.hints.loginPath, shop).href,
  );
  if (hasPassword(survey)) return survey;
  const links = pressable(survey, { landmarks: true }).filter(({ href }) => isOfShop(href, shop));
  const paths = [...named(links, "login"), ...named(links, "account")].map(({ href }) => href);
  for (const path of [...paths, ...LOGIN_PATHS]) {
    survey = await open(walk, new URL(path, shop).href);
    if ((walk.pulse.lastDocument()?.status ?? 200) < 400 && hasPassword(survey)) return survey;
  }
  throw new CheckoutFailure("login_failed", "The shop shows no login.");
}

/** Fills in the login that is in view, and checks that it let the account in. */
export async function submitLogin(walk: Walk, survey: Survey, account: ShopAccount): Promise<void> {
  const { page, order, saw } = walk.session;
  const password = survey.elements.find((seen) => isPassword(seen));
  if (password === undefined) throw new CheckoutFailure("login_failed", "The shop shows no login.");
  const shop = new URL(order.items[0]?.url ?? "");
  // A password is typed on the shop's own pages, and in no frame of somebody else's.
  for (const url of [page.url(), password.frame.url()]) {
    if (!isOfShop(url, shop)) {
      throw new CheckoutFailure(
        "login_failed",
        `The login is at ${new URL(url).host}, not at the shop: no password is typed there.`,
      );
    }
  }
  const kin = survey.elements.filter(({ form, frame }) => form === password.form && frame === password.frame);
  const login = kin.findLast(
    ({ kind, at, ...seen }) => kind === "text" && at < password.at && fieldMeaning(seen) !== "ignore",
  );
  if (login === undefined)
    throw new CheckoutFailure("login_failed", "The shop's login has no field for the account's name.");
  await typeInto(page, survey, login, account.login);
  await typeInto(page, survey, password, account.password);
  const button = named(kin, "login", "continue", "confirm").find(({ kind, at }) => kind === "button" && at > login.at);
  saw(`login at ${new URL(page.url()).pathname}`);
  if (button === undefined) await page.keyboard.press("Enter");
  else await pressFirmly(walk, ({ elements }) => elements.find(({ key }) => key === button.key));
  await requireLoggedIn(walk);
}

async function requireLoggedIn(walk: Walk): Promise<void> {
  const survey = await look(walk);
  const alert = survey.alerts.find((text) => ["login_failed", "account_locked"].includes(faultCode(text) ?? ""));
  if (alert !== undefined)
    throw new CheckoutFailure(faultCode(alert) ?? "login_failed", "The shop refused the account's login.");
  if (
    /verification code|one time (code|password)|two factor|check your (email|phone)/.test(plain(survey.text)) &&
    hasCode(survey)
  ) {
    throw new CheckoutFailure("account_verification_required", "The shop wants the account verified by a person.");
  }
  const isIn = !hasPassword(survey) || named(pressable(survey, { landmarks: true }), "logout").length > 0;
  if (!isIn) throw new CheckoutFailure("login_failed", "The shop did not let the account in.");
}

const isPassword = (seen: Seen): boolean => seen.type === "password" && !seen.isDisabled;
const hasPassword = (survey: Survey): boolean => survey.elements.some(isPassword);
const hasCode = (survey: Survey): boolean =>
  survey.elements.some(({ autocomplete, label, name }) =>
    /one-time-code|otp|code/i.test(`${autocomplete} ${label} ${name}`),
  );

/** The shop's own host, or one below it. */
export function isOfShop(url: string, shop: URL): boolean {
  const parsed = parseUrl(url);
  if (parsed === undefined) return false;
  const bare = (host: string): string => host.replace(/^www\./, "");
  const { protocol, host } = parsed;
  if (protocol !== shop.protocol && protocol !== "https:") return false;
  return bare(host) === bare(shop.host) || bare(host).endsWith(`.${bare(shop.host)}`);
}
