import { CheckoutFailure } from "@cartwright/orders";
import type { OrderedItem } from "../driver.ts";
import { limitIn } from "../offer-words.ts";
import { openPage } from "../page-steps.ts";
import { detectProfile } from "../profiles/detect.ts";
import type { Profile } from "../profiles/profile.ts";
import { chooseOption, typeInto } from "./act.ts";
import { stepUp } from "./cart.ts";
import type { KnownItem } from "./cart-lines.ts";
import { fieldMeaning } from "./field-meaning.ts";
import { firstAlert, named, pressFirmly } from "./obstacles.ts";
import { chooseVariant } from "./choose-variant.ts";
import { requireOffer } from "./offer.ts";
import { type ProductView, viewProduct } from "./product-view.ts";
import type { Seen } from "./survey.ts";
import { findHinted, look, type Walk } from "./walk.ts";
import { faultCode } from "./words.ts";

/** Opens a product's page, and puts the product into the cart as often and in the variant that was ordered. */
export async function putIntoCart(walk: Walk, item: OrderedItem, profiles: readonly Profile[]): Promise<void> {
  const { session } = walk;
  await session.step("open product", () => openPage(session.page, item.url), "open_shop");
  walk.profile ??= await detectProfile(session.page, profiles);
  let view = await session.step("read offer", () =>
    viewProduct(
      walk,
      (item.variant ?? []).map(({ label }) => label),
    ),
  );
  const known = readOffer(walk, view, item);
  [known.chosen, view] = await session.step("choose variant", () => chooseVariant(walk, view, item), "cart");
  // Some shops give each variant a page address of its own.
  known.pageUrl = session.page.url();
  requireOffer(view, item, session.order.handlingDaysMax);
  await session.step("set quantity", () => setQuantity(walk, view, item.quantity));
  await session.step("add to cart", () => pressAdd(walk, view));
  walk.items.push(known);
}

function readOffer(walk: Walk, { product, survey, add }: ProductView, item: OrderedItem): KnownItem {
  const [structured] = product.structured;
  const title = product.heading || structured?.name || product.openGraph.title || titleOf(survey.title);
  walk.session.saw(
    `product "${title}": ${product.structured.length} structured offers, ${product.candidates.length} buttons to add, ${product.cards.length} other products`,
  );
  const currency = structured?.currency || product.openGraph.currency;
  if (currency !== "" && currency.toUpperCase() !== "USD") {
    throw new CheckoutFailure("checkout_failed", `The shop asks for ${currency}, not for US dollars.`, {
      observed: { currency },
    });
  }
  if (title === "" && add === undefined) {
    throw new CheckoutFailure("product_not_found", "The page shows no product that could be put into a cart.");
  }
  return {
    url: item.url,
    pageUrl: walk.session.page.url(),
    title,
    quantity: item.quantity,
    variant: item.variant,
    chosen: [],
  };
}

/** "Walnut Desk Organizer | Shop" → "Walnut Desk Organizer". */
const titleOf = (documentTitle: string): string => documentTitle.split(/ [|·–—:-] | : /)[0]?.trim() ?? "";

async function setQuantity(walk: Walk, view: ProductView, quantity: number): Promise<void> {
  const field = findQuantity(view);
  const plus = quantity > 1 && field === undefined ? findPlus(view) : undefined;
  if (plus !== undefined) await stepUp(walk, plus, quantity - 1);
  else if (field === undefined || field.isDisabled) {
    walk.session.saw(`no quantity field: ${quantity === 1 ? "one is what is wanted" : "to be set in the cart"}`);
  } else if (field.kind === "select") {
    await chooseOption(view.survey, field, [String(quantity)]);
  } else if (field.value !== String(quantity)) {
    await typeInto(walk.session.page, view.survey, field, String(quantity)).catch(() => undefined);
  }
}

/** The one button around the product that counts up. The cart shows whether it did. */
function findPlus({ survey, product, add }: ProductView): Seen | undefined {
  const scope = product.candidates.find(({ at }) => at === add?.at);
  const own = named(survey.elements, "plus").filter(
    ({ at, label, isLandmark }) =>
      !isLandmark &&
      /^\+$|increase|increment|plus|quantity|qty/i.test(label) &&
      (scope === undefined || (at >= scope.from && at < scope.to)) &&
      !product.cards.some(({ from, to }) => at >= from && at < to),
  );
  return own.length === 1 ? own[0] : undefined;
}

function findQuantity({ survey, product, add }: ProductView): Seen | undefined {
  const scope = product.candidates.find(({ at }) => at === add?.at);
  const own = survey.elements.filter(
    ({ kind, at }) =>
      (kind === "text" || kind === "select") &&
      (scope === undefined || (at >= scope.from && at < scope.to)) &&
      !product.cards.some(({ from, to }) => at >= from && at < to),
  );
  // However it is called: a field that says 1 beside the button is how many.
  return (
    own.find((seen) => fieldMeaning(seen) === "quantity") ??
    own.find(({ kind, value }) => kind === "text" && value === "1")
  );
}

async function pressAdd(walk: Walk, view: ProductView): Promise<void> {
  const { session, profile } = walk;
  if (await findHinted(walk, profile?.hints?.addToCart)) await session.page.click(profile?.hints?.addToCart ?? "");
  else if (view.add === undefined) {
    throw new CheckoutFailure("add_to_cart_failed", "The product's page has no button that puts it into a cart.");
  } else {
    const { key } = view.add;
    const pressed = await pressFirmly(walk, ({ elements }) => elements.find((seen) => seen.key === key));
    session.saw(`pressed "${pressed.label}"`);
  }
  const after = await look(walk);
  const fault = firstAlert(after, (text) => faultCode(text) !== undefined);
  if (fault === undefined) return;
  const limit = limitIn(fault);
  throw new CheckoutFailure(faultCode(fault) ?? "add_to_cart_failed", fault, {
    observed: limit === undefined ? {} : { limit },
  });
}
