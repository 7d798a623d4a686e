import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { CartLine } from "../../cart.ts";
import { CATEGORIES, isSoldOut, type Product } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/my-account", {
  signInHeading: "Login",
  email: "Username or email address",
  signInButton: "Log in",
  ordersHeading: "Orders",
  number: "Order",
  reference: "Order notes",
});

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document
      title={`${title} – Harbor &amp; Pine`.replace("&amp;", "&")}
      sheet="dependent-state"
      scripts={scripts}
      head={head}
    >
      <header id="masthead" class="site-header">
        <a class="site-title" href="/">
          Harbor &amp; Pine
        </a>
        <p class="site-description">Just another small store</p>
        <ul class="menu">
          {CATEGORIES.map(({ slug, name }) => (
            <li key={slug}>
              <a href={`/categories/${slug}`}>{name}</a>
            </li>
          ))}
          <li>
            <a href="/my-account/orders">My account</a>
          </li>
          <li class="cart-contents">
            <a href="/cart/" title="View your shopping cart">
              Cart {cartCount} items
            </a>
          </li>
        </ul>
      </header>
      <div id="primary" class="content-area">
        {children}
      </div>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} scripts={["dependent-state-shop"]}>
      {refusal !== undefined && (
        <ul class="shop-error" role="alert">
          <li>{refusal}</li>
        </ul>
      )}
      <div class="product type-product">
        <img src={picturePath(product.slug)} alt={product.title} width="440" height="440" />
        <div class="summary entry-summary">
          <h1 class="product_title entry-title">{product.title}</h1>
          <p class="price">
            {product.listPriceCents !== undefined && <del>{formatUsd(product.listPriceCents)}</del>}{" "}
            <ins>{price(product)}</ins>
          </p>
          <div class="short-description">{product.description}</div>
          {isSoldOut(product) ? <p class="stock out-of-stock">Out of stock</p> : <AddForm product={product} />}
          <div class="product_meta">SKU: {product.sku}</div>
        </div>
      </div>
    </Frame>
  );
}

function AddForm({ product }: { product: Product }): VNode {
  return (
    <form class="variations_form cart" method="post" action={`/products/${product.slug}`}>
      {product.options !== undefined && (
        <table class="variations">
          <tbody>
            {product.options.map((option) => (
              <tr key={option.label}>
                <th class="label">
                  <label for={`pa_${option.label.toLowerCase()}`}>{option.label}</label>
                </th>
                <td class="value">
                  <select id={`pa_${option.label.toLowerCase()}`} name={`attribute_pa_${option.label.toLowerCase()}`}>
                    <option value="">Choose an option</option>
                    {option.values.map((value) => (
                      <option key={value} value={value}>
                        {value}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <input type="number" class="qty" name="quantity" value="1" min="1" aria-label="Product quantity" />
      <input type="hidden" name="add-to-cart" value={productId(product)} />
      <button
        type="submit"
        class={`single_add_to_cart_button button alt ${product.options === undefined ? "" : "disabled"}`}
      >
        Add to cart
      </button>
    </form>
  );
}

export function CartPage(props: { visit: Visit; fault?: string | undefined; added?: string | undefined }): VNode {
  const { lines, promoCode } = props.visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={props.visit} title="Cart">
      <h1 class="entry-title">Cart</h1>
      {props.added !== undefined && (
        <div class="shop-message" role="alert">
          “{props.added}” has been added to your cart.
        </div>
      )}
      {props.fault !== undefined && (
        <ul class="shop-error" role="alert">
          <li>{props.fault}</li>
        </ul>
      )}
      {lines.length === 0 && <p class="cart-empty">Your cart is currently empty.</p>}
      {lines.length > 0 && (
        <>
          <form action="/cart/" method="post">
            <table class="shop_table cart">
              <thead>
                <tr>
                  <th />
                  <th />
                  <th>Product</th>
                  <th>Price</th>
                  <th>Quantity</th>
                  <th>Subtotal</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <CartRow key={line.sku} line={line} />
                ))}
              </tbody>
            </table>
            <button type="submit" class="button" name="update_cart" value="Update cart">
              Update cart
            </button>
          </form>
          <div class="cart_totals">
            <h2>Cart totals</h2>
            <p>Subtotal {formatUsd(subtotalCents - discountCents)}</p>
            <a href="/checkout/" class="checkout-button button alt">
              Proceed to checkout
            </a>
          </div>
        </>
      )}
    </Frame>
  );
}

function CartRow({ line }: { line: CartLine }): VNode {
  return (
    <tr class="cart_item">
      <td>
        <a href={`/cart/?remove_item=${line.sku}`} class="remove" aria-label="Remove this item">
          ×
        </a>
      </td>
      <td>
        <LinePicture line={line} size={48} />
      </td>
      <td>
        <a
          href={`/products/${line.slug}?${new URLSearchParams(line.variant.map(({ label, value }) => [`attribute_pa_${label.toLowerCase()}`, value])).toString()}`}
        >
          {line.title}
        </a>
        {line.variant.length > 0 && ` - ${variantText(line) ?? ""}`}
      </td>
      <td>{formatUsd(line.unitPriceCents)}</td>
      <td>
        <input
          type="number"
          class="qty"
          name={`cart[${line.sku}][qty]`}
          value={line.quantity}
          min="0"
          aria-label="quantity"
        />
      </td>
      <td>{formatUsd(lineTotalCents(line))}</td>
    </tr>
  );
}
