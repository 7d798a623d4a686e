import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { CartLine } from "../../cart.ts";
import { isSoldOut, type Product } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price } from "../page/parts.tsx";
import { Frame, ImageButton } from "./frame.tsx";

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title}>
      {refusal !== undefined && <div class="messageStackError">{refusal}</div>}
      <form name="cart_quantity" action="/product_info?action=add_product" method="post">
        <table width="100%">
          <tbody>
            <tr>
              <td class="pageHeading">
                {product.title}
                <br />
                <span class="smallText">[{product.sku}]</span>
              </td>
              <td class="pageHeading" align="right">
                {product.listPriceCents !== undefined && <s>{formatUsd(product.listPriceCents)}</s>}{" "}
                {product.listPriceCents === undefined ? (
                  price(product)
                ) : (
                  <span class="productSpecialPrice">{price(product)}</span>
                )}
              </td>
            </tr>
          </tbody>
        </table>
        <img class="right" src={picturePath(product.slug)} alt={product.title} width="260" height="260" />
        <p>{product.description}</p>
        {product.options !== undefined && <p class="main">Available Options:</p>}
        <table>
          <tbody>
            {product.options?.map((option) => (
              <tr key={option.label}>
                <td class="main">{option.label}:</td>
                <td class="main">
                  <select name={`id[${option.label}]`}>
                    <option value="">-</option>
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
        {isSoldOut(product) && <p class="main">This product is currently not in our warehouse: sold out.</p>}
        <AddRow product={product} />
      </form>
    </Frame>
  );
}

function AddRow({ product }: { product: Product }): VNode {
  return (
    <table class="infoBoxContents" width="100%">
      <tbody>
        <tr>
          <td>
            <a href="/">Reviews</a>
          </td>
          <td align="right">
            <input type="hidden" name="products_id" value={productId(product)} />
            <ImageButton file="in-cart" alt="Add to Cart" />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Cart Contents">
      <p class="pageHeading">What's In My Cart?</p>
      {fault !== undefined && <div class="messageStackError">{fault}</div>}
      {lines.length === 0 && <p class="main">Your Shopping Cart is empty!</p>}
      {lines.length > 0 && (
        <form name="cart_quantity" action="/shopping_cart?action=update_product" method="post">
          <table class="productListing" width="100%">
            <tbody>
              <tr class="productListing-heading">
                <td>Remove</td>
                <td>Product(s)</td>
                <td>Qty.</td>
                <td align="right">Total</td>
              </tr>
              {lines.map((line) => (
                <CartRow key={line.sku} line={line} />
              ))}
              <tr>
                <td colSpan={4} align="right">
                  <b>Sub-Total: {formatUsd(subtotalCents - discountCents)}</b>
                </td>
              </tr>
            </tbody>
          </table>
          <table class="infoBoxContents" width="100%">
            <tbody>
              <tr>
                <td>
                  <ImageButton file="update" alt="Update Cart" />
                </td>
                <td align="right">
                  <a href="/checkout_shipping">
                    <img src="/assets/layouts/buttons/checkout.svg" alt="Checkout" width="110" height="26" />
                  </a>
                </td>
              </tr>
            </tbody>
          </table>
        </form>
      )}
    </Frame>
  );
}

function CartRow({ line }: { line: CartLine }): VNode {
  return (
    <tr>
      <td>
        <input type="checkbox" name={`cart_delete[${line.sku}]`} value="on" />
      </td>
      <td>
        <LinePicture line={line} size={60} />
        <a href={`/products/${line.slug}?layout=five-pages`}>
          <b>{line.title}</b>
        </a>
        {line.variant.map(({ label, value }) => (
          <small key={label}>
            <br />
            <i>
              {" "}
              - {label} {value}
            </i>
          </small>
        ))}
      </td>
      <td>
        <input type="text" name={`cart_quantity[${line.sku}]`} value={line.quantity} size={4} />
      </td>
      <td align="right">
        <b>{formatUsd(lineTotalCents(line))}</b>
      </td>
    </tr>
  );
}
