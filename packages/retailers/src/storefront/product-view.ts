import { CheckoutFailure } from "@cartwright/orders";
import { inPage } from "./in-page.ts";
import { readProduct, type SeenProduct } from "./in-page/product.ts";
import { clearWay, named } from "./obstacles.ts";
import { findOptions } from "./product-options.ts";
import type { Seen, Survey } from "./survey.ts";
import { look, type Walk } from "./walk.ts";
import { plain } from "./words.ts";

/** How long a page may take to show what it sells once it has come to rest. */
const BUTTON_WITHIN_MS = 3_000;

/** A product page that has been looked over. */
export interface ProductView {
  survey: Survey;
  product: SeenProduct;
  /** The button that puts this product into the cart; undefined: there is none, or it is disabled. */
  add: Seen | undefined;
  /** It is there, and disabled. */
  isDisabled: boolean;
  /** It is there, and waits for a choice to be made. */
  isUnchosen: boolean;
}

const OUT_OF_STOCK =
  /^(sorry )?(this (product|item|article) is )?(currently |temporarily )?(out of stock|sold out|unavailable|not available|no longer available)( online)?$/;
const UNCHOSEN =
  /^(please )?(select|choose|pick) (an? |your |the )?(variant|options?|size|colou?r|style|product options?)$/;
const ASKS = /^please (select|choose|pick)\b/;
const BUY = /^(buy|order|purchase|shop)( it| this)?( now| online)?$|^get (it|yours)( now)?$/;
const OUT_OF_STOCK_SENTENCE =
  /(is|are) (currently |temporarily )?(out of stock|sold out)|^availability out of stock|^out of stock|^sold out/;

/** Looks over the product page in view. `wanted`: what the order calls the choices that it makes. */
export async function viewProduct(walk: Walk, wanted: readonly string[] = []): Promise<ProductView> {
  const until = performance.now() + BUTTON_WITHIN_MS;
  for (;;) {
    const view = await viewOnce(walk);
    const { survey, product, add, isUnchosen } = view;
    // Some pages draw what can be bought, and enable the button, a moment after the rest.
    const hasOptions = isUnchosen || findOptions(survey, product, add, wanted).length > 0;
    const isThere = hasOptions || (add !== undefined && wanted.length === 0);
    if (isThere || saysSoldOut(view) || isGone(availabilityOf(view)) || performance.now() > until) return view;
    await walk.pulse.stir(BUTTON_WITHIN_MS / 6);
  }
}

/** The page once all is chosen: some look up the stock first, and enable the button then. */
export async function awaitButton(walk: Walk, chosen: ProductView): Promise<ProductView> {
  const until = performance.now() + BUTTON_WITHIN_MS / 2;
  let view = chosen;
  while (view.add === undefined && !saysSoldOut(view) && performance.now() < until) {
    await walk.pulse.stir(BUTTON_WITHIN_MS / 6);
    view = await viewOnce(walk);
  }
  return view;
}

async function viewOnce(walk: Walk): Promise<ProductView> {
  const survey = await clearWay(walk, await look(walk));
  const isKnownCustomer = walk.session.account !== undefined;
  const pressable = survey.elements.filter(
    ({ kind, frame }) => (kind === "button" || kind === "link") && frame === walk.session.page.mainFrame(),
  );
  const isAdd = (seen: Seen): boolean =>
    named([seen], "add_to_cart").length > 0 || OUT_OF_STOCK.test(plain(seen.label)) || isUnready(seen);
  // "Buy now" puts into the cart where a shop has no other button. To a customer it knows it might sell at once.
  const isBuy = ({ label, kind }: Seen): boolean => !isKnownCustomer && kind === "button" && BUY.test(plain(label));
  const adds = pressable.filter(isAdd);
  const buttons = adds.length > 0 ? adds : pressable.filter(isBuy);
  const product = await inPage(
    walk.session.page.mainFrame(),
    readProduct,
    buttons.map(({ at }) => at),
  );
  const own = product.candidates
    .filter(({ isCard }) => !isCard)
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ at }) => buttons.find((button) => button.at === at))
    .find((button) => button !== undefined);
  const isUnchosen = own !== undefined && isUnready(own);
  const isDisabled = own !== undefined && !isUnchosen && (own.isDisabled || OUT_OF_STOCK.test(plain(own.label)));
  return { survey, product, add: isDisabled || isUnchosen ? undefined : own, isDisabled, isUnchosen };
}

/** A button that says what it waits for: a disabled one, or one that asks for it. */
const isUnready = ({ label, isDisabled, kind }: Seen): boolean =>
  kind === "button" && (isDisabled ? UNCHOSEN : ASKS).test(plain(label));

/** Throws where the page says that there is none. `isOpen`: a variant is still to be chosen, and may be in stock. */
export function refuseSoldOut(view: ProductView, isOpen: boolean): void {
  const soldOut = new CheckoutFailure("product_out_of_stock", "The product is sold out.");
  if (isGone(availabilityOf(view)) && !isOpen) throw soldOut;
  if (view.isDisabled && view.add === undefined && !isOpen) throw soldOut;
  if (saysSoldOut(view) && !isOpen) throw soldOut;
}

const isGone = (availability: string): boolean =>
  /OutOfStock|SoldOut|Discontinued|oos$|out of stock/i.test(availability);

const availabilityOf = ({ product }: ProductView): string =>
  product.structured[0]?.availability || product.openGraph.availability;

const saysSoldOut = ({ product }: ProductView): boolean =>
  product.lines.some((line) => OUT_OF_STOCK.test(plain(line)) || OUT_OF_STOCK_SENTENCE.test(plain(line)));
