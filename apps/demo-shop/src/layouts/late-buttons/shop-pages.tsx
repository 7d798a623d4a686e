import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, structuredData, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/profile", { ordersHeading: "Order history", number: "Order" });

/** Every page has the spinner that lies over it while something is under way. */
export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={title} sheet="late-buttons" scripts={["late-buttons", ...(scripts ?? [])]} head={head}>
      <div id="app-root">
        <div class="toolbar mat-elevation">
          <a href="/" class="brand">
            pineHarbor
          </a>
          <span class="spacer" />
          <a href="/#/cart" data-route="/my-cart" class="icon-btn" aria-label="Open cart">
            <span class="badge-content">{cartCount}</span>
            <img src="/assets/layouts/buttons/cart.svg" alt="" width="20" height="20" />
          </a>
        </div>
        <div class="container-fluid">{children}</div>
        <div class="loading-overlay" hidden>
          <div class="spinner" />
        </div>
      </div>
    </Document>
  );
}

export function ProductPage({ visit, product }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} head={structuredData(product, visit.shell("").origin)}>
      <form class="mat-card product" data-action="/rest/cart" data-next="/my-cart">
        <img src={picturePath(product.slug)} alt={product.title} width="380" height="380" />
        <div>
          <h2>{product.title}</h2>
          <h3>{price(product)}</h3>
          {product.listPriceCents !== undefined && <p>Instead of {formatUsd(product.listPriceCents)}</p>}
          <p>{product.description}</p>
          <input type="hidden" name="slug" value={product.slug} />
          {product.options?.map((option) => (
            <label key={option.label} class="mat-field">
              <span>{option.label}</span>
              <select name={`variant.${option.label}`} data-needed>
                <option value="" />
                {option.values.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
            </label>
          ))}
          <label class="mat-field">
            <span>Quantity</span>
            <input name="quantity" type="number" value="1" min="1" />
          </label>
          <p class="mat-error" hidden />
          <button type="submit" class="mat-button" disabled={isSoldOut(product) || product.options !== undefined}>
            {isSoldOut(product) ? "Sold out" : "Add to cart"}
          </button>
        </div>
      </form>
    </Frame>
  );
}

export function CartPage({ visit }: { visit: Visit }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="My cart">
      <div class="mat-card">
        <h2>My cart</h2>
        {lines.length === 0 && <p>Nothing in your cart.</p>}
        {lines.map((line) => (
          <div key={line.sku} class="mat-row">
            <LinePicture line={line} size={56} />
            <a href={`/products/${line.slug}`}>{line.title}</a>
            <span>{variantText(line)}</span>
            <form data-action="/rest/cart/amount" data-next="/my-cart">
              <input type="hidden" name="line" value={line.sku} />
              <input type="number" name="quantity" value={line.quantity} min="0" aria-label="Quantity" />
              <button type="submit" class="mat-button flat">
                Set
              </button>
              <p class="mat-error" hidden />
            </form>
            <b>{formatUsd(lineTotalCents(line))}</b>
          </div>
        ))}
        {lines.length > 0 && (
          <p class="right">
            Sum {formatUsd(subtotalCents - discountCents)}{" "}
            <button type="button" class="mat-button" data-route="/pay/contact">
              Check out
            </button>
          </p>
        )}
      </div>
    </Frame>
  );
}
