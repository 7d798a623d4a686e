import { Router } from "express";
import { addToCart, changeQuantity, optionField, withoutLine } from "../cart.ts";
import { findProduct } from "../catalogue.ts";
import { isPromoCode, priceCart } from "../pricing.ts";
import { type CartFault, cartPage } from "../views/cart-page.tsx";
import { notFoundPage } from "../views/message-pages.tsx";
import { productPage } from "../views/product-page.tsx";
import { type ShopDeps, type Visit, visit } from "./visit.ts";

/** The forms carry no token against forgery: the session cookie is SameSite=Lax, and there is nothing to steal here. */
export function cartRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get(
    "/cart",
    visit(deps, (visit) => showCart(visit)),
  );
  router.post("/cart/items", visit(deps, addItem));
  router.post("/cart/update", visit(deps, updateItem));
  router.post(
    "/cart/remove",
    visit(deps, ({ session, form, go }) => {
      session.basket.lines = withoutLine(session.basket.lines, form["sku"] ?? "");
      go("/cart");
    }),
  );
  router.post("/cart/promo", visit(deps, applyPromo));
  return router;
}

function addItem(visit: Visit): void {
  const { session, form } = visit;
  const product = findProduct(form["slug"]);
  if (product === undefined) return visit.show(notFoundPage(visit.shell("Page not found")), 404);
  const chosen = (label: string) => form[optionField(label)];
  const added = addToCart(session.basket.lines, { product, quantity: form["quantity"] ?? "1", chosen });
  if ("lines" in added) {
    session.basket.lines = added.lines;
    return visit.go("/cart");
  }
  return visit.show(productPage({ shell: visit.shell(product.title), product, form, refusal: added }), 422);
}

function updateItem(visit: Visit): void {
  const { session, form } = visit;
  const sku = form["sku"] ?? "";
  const changed = changeQuantity(session.basket.lines, sku, form["quantity"] ?? "");
  if (!("lines" in changed)) return showCart(visit, { sku, ...changed });
  session.basket.lines = changed.lines;
  return visit.go("/cart");
}

function applyPromo(visit: Visit): void {
  const code = (visit.form["promo_code"] ?? "").trim().toUpperCase();
  if (!isPromoCode(code)) {
    return showCart(visit, { sku: undefined, code: "promo_invalid", message: "This code is not valid." });
  }
  visit.session.basket.promoCode = code;
  return visit.go("/cart");
}

function showCart(visit: Visit, fault?: CartFault): void {
  const { lines, promoCode } = visit.session.basket;
  const page = cartPage({
    shell: visit.shell("Your cart"),
    lines,
    promoCode,
    price: priceCart(lines, promoCode),
    fault,
  });
  visit.show(page, fault === undefined ? 200 : 422);
}
