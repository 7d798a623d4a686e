import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut, type Product, relatedTo } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, structuredData, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export function ProductPage({ visit, product }: ProductProps): VNode {
  const isGone = isSoldOut(product);
  return (
    <Frame visit={visit} title={product.title} head={structuredData(product, visit.shell("").origin)}>
      <section class="product grid">
        <div class="product__media-wrapper">
          <img src={picturePath(product.slug)} alt={product.title} width="600" height="600" />
        </div>
        <div class="product__info-container">
          <p class="caption">Harbor &amp; Pine</p>
          <div class="product__title">
            <h1>{product.title}</h1>
          </div>
          <div class="price">
            {product.listPriceCents !== undefined && (
              <s class="price-item">
                <span class="visually-hidden">Regular price</span> {formatUsd(product.listPriceCents)} USD
              </s>
            )}{" "}
            <span class="price-item price-item--last">{price(product)} USD</span>{" "}
            {isGone && <span class="badge">Sold out</span>}
          </div>
          <form method="post" action="/cart/add" class="form" data-type="add-to-cart-form">
            <input type="hidden" name="id" value={product.slug} />
            {product.options?.map((option, at) => (
              <div key={option.label} class="product-form__input">
                <label class="form__label" for={`Option-template--${at}`}>
                  {option.label}
                </label>
                <select id={`Option-template--${at}`} name={`options[${option.label}]`}>
                  {option.values.map((value) => (
                    <option key={value} value={value}>
                      {value}
                    </option>
                  ))}
                </select>
              </div>
            ))}
            <button type="submit" name="add" class="product-form__submit button button--full-width" disabled={isGone}>
              <span>{isGone ? "Sold out" : "Add to cart"}</span>
            </button>
          </form>
          <div class="product__description rte">{product.description}</div>
        </div>
      </section>
      <h2 class="related-products__heading">You may also like</h2>
      <Related product={product} />
    </Frame>
  );
}

function Related({ product }: { product: Product }): VNode {
  return (
    <ul class="product-grid">
      {relatedTo(product).map((other) => (
        <li key={other.slug} class="card">
          <a href={`/products/${other.slug}`}>
            <img src={picturePath(other.slug)} alt={other.title} width="200" height="200" />
            {other.title}
          </a>
          <form method="post" action="/cart/add" data-type="add-to-cart-form">
            <input type="hidden" name="id" value={other.slug} />
            <button type="submit" class="button button--quick">
              Quick add
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}

/** What the drawer and the cart page both hold. Lines show what they are; nothing leads back to their pages. */
export function CartContents({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  if (lines.length === 0) return <h2 class="cart__empty-text">Your cart is empty</h2>;
  return (
    <div class="cart-items">
      <h2>Your cart</h2>
      {lines.map((line) => (
        <div key={line.sku} class="cart-item" data-key={line.sku}>
          <LinePicture line={line} size={80} />
          <div>
            <div class="cart-item__name">{line.title}</div>
            <div class="product-option">{variantText(line)}</div>
            <div class="product-option">{formatUsd(line.unitPriceCents)}</div>
            <div class="quantity">
              <button type="button" class="quantity__button" data-step="-1" aria-label="Decrease quantity">
                −
              </button>
              <span class="quantity__value">{line.quantity}</span>
              <button type="button" class="quantity__button" data-step="1" aria-label="Increase quantity">
                +
              </button>
              <button type="button" class="cart-remove" data-step="remove" aria-label={`Remove ${line.title}`}>
                ✕
              </button>
            </div>
          </div>
          <div class="cart-item__total">{formatUsd(lineTotalCents(line))}</div>
        </div>
      ))}
      {fault !== undefined && <div class="cart-item__error">{fault}</div>}
      <div class="totals">
        <h3>Estimated total</h3>
        <p class="totals__total-value">{formatUsd(subtotalCents - discountCents)} USD</p>
      </div>
      <small>Taxes, discounts and shipping calculated at checkout.</small>
      <a href="/checkouts/information" class="button button--full-width cart__checkout-button">
        Check out
      </a>
    </div>
  );
}

export function CartPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Your Shopping Cart">
      <div id="main-cart-items" data-cart-contents>
        <CartContents visit={visit} />
      </div>
    </Frame>
  );
}
