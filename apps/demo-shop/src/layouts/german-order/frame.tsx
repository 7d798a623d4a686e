import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { CATEGORIES, isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, structuredData } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/account", {
  signInHeading: "I am a customer already",
  email: "Your email address",
  password: "Your password",
  signInButton: "Log in",
  refused: "Could not find an account that matches the given credentials.",
  ordersHeading: "Orders",
  number: "Order number",
  date: "Order date",
  reference: "Customer comment",
  view: "Show details",
  signOut: "Log out",
  numberPrefix: "",
});

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={title} sheet="german-order" scripts={scripts} head={head} bodyClass="is-ctl">
      <header class="header-main">
        <div class="header-logo">
          <a href="/">Hafen &amp; Kiefer</a>
          <small>a house of Harbor &amp; Pine</small>
        </div>
        <div class="header-actions">
          <a href="/account/login">Your account</a>
          <a href="/checkout/cart" class="header-cart" title="Shopping cart">
            <img src="/assets/layouts/buttons/cart.svg" alt="" width="20" height="20" />
            {cartCount}
          </a>
        </div>
      </header>
      <nav class="main-navigation">
        <a href="/">Home</a>
        {CATEGORIES.map(({ slug, name }) => (
          <a key={slug} href={`/categories/${slug}`}>
            {name}
          </a>
        ))}
      </nav>
      <main class="content-main">{children}</main>
      <footer class="footer-main">* All prices plus VAT and shipping costs where they apply</footer>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  const id = productId(product);
  return (
    <Frame
      visit={visit}
      title={`${product.title} | ${product.sku}`}
      head={structuredData(product, visit.shell("").origin)}
    >
      <h1 class="product-detail-name">{product.title}</h1>
      <div class="product-detail-content">
        <img src={picturePath(product.slug)} alt={product.title} width="560" height="560" />
        <div class="product-detail-buy">
          <p class="product-detail-price">
            {price(product)}*{" "}
            {product.listPriceCents !== undefined && (
              <span class="list-price">{formatUsd(product.listPriceCents)}*</span>
            )}
          </p>
          <p class="product-detail-tax">
            Prices incl. VAT plus <a href="/">shipping costs</a>
          </p>
          <p class="delivery-information">
            {isSoldOut(product) ? "No longer available" : "Available, delivery time 2-5 days"}
          </p>
          {refusal !== undefined && <div class="alert alert-danger">{refusal}</div>}
          <form action="/checkout/line-item/add" method="post">
            {product.options?.map((option) => (
              <div key={option.label} class="product-detail-configurator-group">
                <div class="configurator-title">Select {option.label}</div>
                {option.values.map((value) => (
                  <span key={value} class="option">
                    <input
                      type="radio"
                      name={`group-${option.label}`}
                      value={value}
                      id={`${id}-${option.label}-${value}`}
                    />
                    <label for={`${id}-${option.label}-${value}`}>{value}</label>
                  </span>
                ))}
              </div>
            ))}
            <input type="hidden" name={`lineItems[${id}][id]`} value={id} />
            <input type="hidden" name="item" value={id} />
            {!isSoldOut(product) && (
              <div class="buy-widget">
                <input type="number" name={`lineItems[${id}][quantity]`} value="1" min="1" aria-label="Quantity" />
                <button class="btn btn-primary btn-buy" title="Add to shopping cart" type="submit">
                  Add to shopping cart
                </button>
              </div>
            )}
          </form>
          <p>Product number: {product.sku}</p>
        </div>
      </div>
      <p>{product.description}</p>
    </Frame>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Shopping cart">
      <h1>Shopping cart</h1>
      {fault !== undefined && <div class="alert alert-danger">{fault}</div>}
      {lines.length === 0 && <div class="alert alert-info">Your shopping cart is empty.</div>}
      {lines.map((line) => (
        <div key={line.sku} class="line-item">
          <LinePicture line={line} size={80} />
          <div class="line-item-details">
            <a href={`/products/${line.slug}`} class="line-item-label">
              {line.title}
            </a>
            {line.variant.map(({ label, value }) => (
              <div key={label}>
                {label}: <b>{value}</b>
              </div>
            ))}
            <small>Product number: {line.sku}</small>
          </div>
          <form action={`/checkout/line-item/change-quantity/${line.sku}`} method="post">
            <input type="number" name="quantity" value={line.quantity} min="1" max="10" aria-label="Quantity" />
            <button type="submit">Change</button>
          </form>
          <span>{formatUsd(lineTotalCents(line))}*</span>
          <form action={`/checkout/line-item/delete/${line.sku}`} method="post">
            <button type="submit" title="Remove from shopping cart">
              ✕
            </button>
          </form>
        </div>
      ))}
      {lines.length > 0 && (
        <div class="checkout-aside">
          <div class="summary-row">
            <span>Goods value</span>
            <b>{formatUsd(subtotalCents - discountCents)}*</b>
          </div>
          <a href="/checkout/confirm" class="btn btn-primary begin-checkout-btn">
            Proceed to checkout
          </a>
        </div>
      )}
    </Frame>
  );
}
