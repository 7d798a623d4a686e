import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut, type Product } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export function ProductPage({ visit, product }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} scripts={["one-page-shop"]} head={<OpenGraph product={product} />}>
      <div class="page messages" id="messages" role="alert" aria-live="assertive" />
      <div class="product-view">
        <div class="product media">
          <img src={picturePath(product.slug)} alt={product.title} width="560" height="560" />
        </div>
        <div class="product-info-main">
          <h1 class="page-title">
            <span class="base">{product.title}</span>
          </h1>
          <div class="product-info-price">
            <span class="price-box">
              {product.listPriceCents !== undefined && (
                <span class="old-price">
                  Regular Price <span class="price">{formatUsd(product.listPriceCents)}</span>
                </span>
              )}
              <span class="price-final">
                <span class="price">{price(product)}</span>
              </span>
            </span>
            <div class="product-info-stock-sku">
              <div class={isSoldOut(product) ? "stock unavailable" : "stock available"}>
                {isSoldOut(product) ? "Out of stock" : "In stock"}
              </div>
              <div class="product attribute sku">SKU#: {product.sku}</div>
            </div>
          </div>
          {!isSoldOut(product) && <AddForm product={product} />}
          <div class="product attribute overview">{product.description}</div>
        </div>
      </div>
    </Frame>
  );
}

function OpenGraph({ product }: { product: Product }): VNode {
  return (
    <>
      <meta property="og:type" content="product" />
      <meta property="og:title" content={product.title} />
      <meta property="product:price:amount" content={(product.priceCents / 100).toString()} />
      <meta property="product:price:currency" content="USD" />
    </>
  );
}

function AddForm({ product }: { product: Product }): VNode {
  return (
    <form id="product_addtocart_form" action="/checkout/cart/add" method="post">
      <input type="hidden" name="product" value={productId(product)} />
      {product.options?.map((option, at) => (
        <div key={option.label} class="field configurable required">
          <label class="label" for={`attribute${93 + at}`}>
            <span>{option.label}</span>
          </label>
          <select id={`attribute${93 + at}`} name={`super_attribute[${option.label}]`} class="super-attribute-select">
            <option value="">Choose an Option...</option>
            {option.values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
          <div class="entry-error" hidden>
            This is a required field.
          </div>
        </div>
      ))}
      <div class="field qty">
        <label class="label" for="qty">
          <span>Qty</span>
        </label>
        <input type="number" name="qty" id="qty" min="0" value="1" class="input-text qty" />
      </div>
      <button type="submit" title="Add to Cart" class="action primary tocart" id="product-addtocart-button">
        <span>Add to Cart</span>
      </button>
    </form>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Shopping Cart" scripts={["one-page-shop"]}>
      <h1 class="page-title">Shopping Cart</h1>
      {fault !== undefined && <div class="message message-error error">{fault}</div>}
      {lines.length === 0 && <div class="cart-empty">You have no items in your shopping cart.</div>}
      {lines.length > 0 && (
        <div class="cart-container">
          <form id="form-validate" class="form form-cart" method="post" action="/checkout/cart/updatePost">
            <table id="shopping-cart-table" class="cart items data table">
              <caption class="table-caption">Shopping Cart Items</caption>
              <thead>
                <tr>
                  <th>Item</th>
                  <th>Price</th>
                  <th>Qty</th>
                  <th>Subtotal</th>
                </tr>
              </thead>
              {lines.map((line) => (
                <CartItem key={line.sku} line={line} />
              ))}
            </table>
            <button type="submit" name="update_cart_action" value="update_qty" class="action update">
              <span>Update Shopping Cart</span>
            </button>
          </form>
          <div class="cart-summary">
            <strong class="summary title">Summary</strong>
            <table class="data table totals">
              <tbody>
                <tr class="totals sub">
                  <th>Subtotal</th>
                  <td>{formatUsd(subtotalCents)}</td>
                </tr>
                <tr class="grand totals">
                  <th>Order Total</th>
                  <td>{formatUsd(subtotalCents - discountCents)}</td>
                </tr>
              </tbody>
            </table>
            <button type="button" data-role="proceed-to-checkout" class="action primary checkout">
              <span>Proceed to Checkout</span>
            </button>
          </div>
        </div>
      )}
    </Frame>
  );
}

function CartItem({ line }: { line: Visit["session"]["basket"]["lines"][number] }): VNode {
  return (
    <tbody class="cart item">
      <tr class="item-info">
        <td class="col item">
          <a href={`/products/${line.slug}?layout=one-page`} class="product-item-photo" tabindex={-1}>
            <LinePicture line={line} size={90} />
          </a>
          <div class="product-item-details">
            <strong class="product-item-name">
              <a href={`/products/${line.slug}?layout=one-page`}>{line.title}</a>
            </strong>
            <dl class="item-options">
              {line.variant.map((chosen) => [<dt>{chosen.label}</dt>, <dd>{chosen.value}</dd>])}
            </dl>
          </div>
        </td>
        <td class="col price">{formatUsd(line.unitPriceCents)}</td>
        <td class="col qty">
          <input name={`cart[${line.sku}][qty]`} value={line.quantity} type="number" size={4} title="Qty" />
        </td>
        <td class="col subtotal">{formatUsd(lineTotalCents(line))}</td>
      </tr>
      <tr class="item-actions">
        <td colSpan={4}>
          <a href={`/checkout/cart/delete/${line.sku}`} title="Remove item" class="action action-delete">
            <span class="icon" aria-hidden="true">
              ✕
            </span>
          </a>
        </td>
      </tr>
    </tbody>
  );
}
