import type { Router } from "express";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, type LayoutFault, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { CartPage, frameOf, type PlainFrame, productPageOf } from "./plain-pages.tsx";
import type { PlainShop } from "./plain-shop.ts";
import { AddressStep, CompleteStep, PaymentStep, ShippingStep, type StepProps } from "./plain-steps.tsx";

const REFUSED = {
  declined: "Payment has been declined. Your order was not placed.",
  sold_out: "An item is no longer available: it is out of stock. Your order was not placed.",
  incomplete: "Please complete all steps of the checkout.",
  empty: "Your cart is empty.",
};

/** The pages of a plain shop; `addOwn` gives it the one thing that is its own. */
export function openPlainShop(
  deps: ShopDeps,
  shop: PlainShop,
  addOwn: (router: Router, Frame: PlainFrame) => void,
): Router {
  const Frame = frameOf(shop);
  const ProductPage = productPageOf(shop, Frame);
  return openLayout(deps, { Frame, ProductPage, account: shop.account }, (router) => {
    addOwn(router, Frame);
    router.post(
      "/products/:slug",
      visit(deps, (visit) => {
        const product = findProduct(String(visit.request.params["slug"]));
        const wish = { product, quantity: visit.form["add[quantity]"], chosen: chosenIn(visit, "add[variant][", "]") };
        const refusal = putIntoCart(visit, wish);
        if (refusal === undefined || product === undefined) return visit.go("/cart");
        return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />, 422);
      }),
    );
    addCart(router, deps, shop, Frame);
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => path.includes("complete")),
    );
    addAddress(router, deps, shop, Frame);
    addMethods(router, deps, shop, Frame);
    addCompletion(router, deps, shop, Frame);
  });
}

function addCart(router: Router, deps: ShopDeps, shop: PlainShop, Frame: PlainFrame): void {
  router.get(
    "/cart",
    visit(deps, (visit) => visit.show(<CartPage shop={shop} Frame={Frame} visit={visit} />)),
  );
  router.post(
    "/cart",
    visit(deps, (visit) => {
      const { form, session } = visit;
      if (form["remove"] !== undefined) takeOut(visit, form["remove"]);
      const faults = session.basket.lines.map((line) =>
        setQuantity(visit, line.sku, form[`cart[items][${line.sku}]`] ?? ""),
      );
      const fault = faults.find((entry) => entry !== undefined);
      if (fault === undefined) return visit.go("/cart");
      return visit.show(<CartPage shop={shop} Frame={Frame} visit={visit} fault={fault.message} />, 422);
    }),
  );
}

/** Sends a visitor to what comes first; undefined where the step may be shown. */
function earlier(
  shop: PlainShop,
  visit: Visit,
  needs: "address" | "shipping" | "payment" | undefined,
): string | undefined {
  const { lines, draft } = visit.session.basket;
  if (lines.length === 0) return "/cart";
  const entrance = shop.entrance?.(visit);
  if (entrance !== undefined) return entrance;
  if (needs !== undefined && draft.address === undefined) return "/checkout/address";
  if (needs !== undefined) {
    const detour = shop.detour?.(visit);
    if (detour !== undefined) return detour;
  }
  if ((needs === "shipping" || needs === "payment") && draft.shippingMethod === undefined) {
    return "/checkout/select-shipping";
  }
  return needs === "payment" && draft.payment === undefined ? "/checkout/select-payment" : undefined;
}

function addAddress(router: Router, deps: ShopDeps, shop: PlainShop, Frame: PlainFrame): void {
  const props = (visit: Visit, faults: readonly LayoutFault[] = []): StepProps => ({ shop, Frame, visit, faults });
  router.get(
    ["/checkout", "/checkout/address"],
    visit(deps, (visit) => {
      const first = earlier(shop, visit, undefined);
      return first === undefined ? visit.show(<AddressStep {...props(visit)} />) : visit.go(first);
    }),
  );
  router.post(
    "/checkout/address",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, namesFor(visit));
      return faults.length === 0
        ? visit.go("/checkout/select-shipping")
        : visit.show(<AddressStep {...props(visit, faults)} />, 422);
    }),
  );
  router.get(
    "/checkout/select-shipping",
    visit(deps, (visit) => {
      const first = earlier(shop, visit, "address");
      return first === undefined ? visit.show(<ShippingStep {...props(visit)} />) : visit.go(first);
    }),
  );
  router.post(
    "/checkout/select-shipping",
    visit(deps, (visit) => {
      const first = earlier(shop, visit, "address");
      if (first !== undefined) return visit.go(first);
      if (destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["checkout[shipment]"]))
        return visit.go("/checkout/select-payment");
      return visit.show(<ShippingStep {...props(visit)} />, 422);
    }),
  );
}

function addMethods(router: Router, deps: ShopDeps, shop: PlainShop, Frame: PlainFrame): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout/select-payment",
    visit(deps, (visit) => {
      const first = earlier(shop, visit, "shipping");
      if (first !== undefined) return visit.go(first);
      return visit.show(<PaymentStep shop={shop} Frame={Frame} visit={visit} faults={[]} payOrigin={payOrigin} />);
    }),
  );
  router.post(
    "/checkout/select-payment",
    visit(deps, (visit) => {
      takeReference(visit, visit.form["checkout[notes]"]);
      const message = takePayment(deps, visit, visit.form["checkout[payment]"], shop.choices);
      if (message === undefined) return visit.go("/checkout/complete");
      const faults = [{ field: "payment", message }];
      return visit.show(
        <PaymentStep shop={shop} Frame={Frame} visit={visit} faults={faults} payOrigin={payOrigin} />,
        422,
      );
    }),
  );
}

function addCompletion(router: Router, deps: ShopDeps, shop: PlainShop, Frame: PlainFrame): void {
  router.get(
    "/checkout/complete",
    visit(deps, (visit) => {
      const first = earlier(shop, visit, "payment");
      if (first !== undefined) return visit.go(first);
      return visit.show(<CompleteStep shop={shop} Frame={Frame} visit={visit} faults={[]} />);
    }),
  );
  router.post(
    "/checkout/complete",
    visit(deps, async (visit) => {
      // A resent request finds the cart empty and must buy again: only a visitor with a cart can be sent back.
      const first = visit.session.basket.lines.length === 0 ? undefined : earlier(shop, visit, "payment");
      if (first !== undefined) return visit.go(first);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return shop.answerPlaced(visit, answer.number);
      if (answer.kind === "answered") return undefined;
      const faults = [{ field: "order", message: REFUSED[answer.reason] }];
      return visit.show(<CompleteStep shop={shop} Frame={Frame} visit={visit} faults={faults} />, answer.status);
    }),
  );
}

function namesFor({ session }: Visit): AddressNames {
  const at = (name: string) => `checkout[address][${name}]`;
  const { accountEmail } = session;
  return {
    first_name: at("firstName"),
    last_name: at("lastName"),
    address_line1: at("street"),
    address_line2: at("street2"),
    city: at("city"),
    state: (form) => (form[at("provinceCode")] ?? "").replace("US-", ""),
    postal_code: at("postcode"),
    country: at("countryCode"),
    phone: at("phoneNumber"),
    email: accountEmail === undefined ? at("email") : () => accountEmail,
  };
}
