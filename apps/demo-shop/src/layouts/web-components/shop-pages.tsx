import { formatUsd } from "@cartwright/orders";
import { type ComponentChildren, h, type VNode } from "preact";
import { isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/me", { ordersHeading: "My purchases", number: "Purchase", numberPrefix: "No. " });

/** An element of the shop's own making: its script gives it its insides, in a shadow root. */
export function own(name: string, attributes: Record<string, string>, children?: ComponentChildren): VNode {
  return h(name, attributes, children);
}

/** A list to choose from; the choices are an attribute, as the element wants them. */
export function ownSelect(name: string, label: string, choices: readonly { value: string; text: string }[]): VNode {
  return own("pine-select", { name, label, choices: JSON.stringify(choices) });
}

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={title} sheet="web-components" scripts={["web-components", ...(scripts ?? [])]} head={head}>
      {own("pine-header", { count: String(cartCount) }, <a href="/">Pine &amp; Harbor Atelier</a>)}
      <main>{children}</main>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title}>
      <div class="two">
        <figure>
          <img src={picturePath(product.slug)} alt={product.title} width="500" height="500" />
          <figcaption>{product.material}</figcaption>
        </figure>
        <form method="post" action="/cart-items">
          <h1>{product.title}</h1>
          <p class="lead">{product.description}</p>
          <p class="cost">
            {price(product)} {product.listPriceCents !== undefined && <s>{formatUsd(product.listPriceCents)}</s>}
          </p>
          {refusal !== undefined && own("pine-alert", {}, refusal)}
          <input type="hidden" name="ref" value={product.slug} />
          {product.options?.map((option) =>
            ownSelect(
              `pick-${option.label}`,
              option.label,
              option.values.map((value) => ({ value, text: value })),
            ),
          )}
          {own("pine-field", { name: "pieces", label: "Pieces", value: "1" })}
          {isSoldOut(product)
            ? own("pine-button", { disabled: "" }, "Sold out")
            : own("pine-button", { submit: "" }, "Add to cart")}
        </form>
      </div>
    </Frame>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Cart">
      <h1>Cart</h1>
      {fault !== undefined && own("pine-alert", {}, fault)}
      {lines.length === 0 && <p>Your cart is empty.</p>}
      {lines.map((line) => (
        <form key={line.sku} method="post" action="/cart-items/change" class="line">
          <input type="hidden" name="line" value={line.sku} />
          <LinePicture line={line} size={84} />
          <span>
            <a href={`/products/${line.slug}`}>{line.title}</a> {variantText(line)}
          </span>
          {own("pine-field", { name: "pieces", label: "Pieces", value: String(line.quantity) })}
          {own("pine-button", { submit: "", kind: "quiet" }, "Update")}
          <b>{formatUsd(lineTotalCents(line))}</b>
        </form>
      ))}
      {lines.length > 0 && (
        <div class="foot">
          <p>Subtotal {formatUsd(subtotalCents - discountCents)}</p>
          {own("pine-button", { href: "/check-out" }, "Check out")}
        </div>
      )}
    </Frame>
  );
}
