import { CheckoutFailure } from "@cartwright/orders";
import type { KnownItem } from "../storefront/cart-lines.ts";
import { inPage } from "../storefront/in-page.ts";
import { readProduct } from "../storefront/in-page/product.ts";
import { look, type Walk } from "../storefront/walk.ts";

/** What the product's page calls it, by which its line in the cart is known. Throws where it costs other than US dollars. */
export async function learnProduct(walk: Walk): Promise<KnownItem> {
  const { page, order } = walk.session;
  const survey = await look(walk);
  const product = await inPage(page.mainFrame(), readProduct, []);
  const [structured] = product.structured;
  const currency = structured?.currency || product.openGraph.currency;
  if (currency !== "" && currency.toUpperCase() !== "USD") {
    throw new CheckoutFailure("checkout_failed", `The shop asks for ${currency}, not for US dollars.`, {
      observed: { currency },
    });
  }
  const [item] = order.items;
  if (item === undefined) throw new Error("an order without a product");
  const title = product.heading || structured?.name || product.openGraph.title || survey.title;
  return { ...item, pageUrl: page.url(), title, chosen: [] };
}
