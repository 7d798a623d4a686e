import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { CartLine } from "../../cart.ts";
import { isSoldOut, type Product } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export function ProductPage({ visit, product }: ProductProps): VNode {
  const id = productId(product);
  return (
    <Frame visit={visit} title={product.title} scripts={["guest-link"]}>
      <div id="bar-notification" class="bar-notification-container" />
      <div class="page product-details-page" itemscope itemtype="http://schema.org/Product" data-productid={id}>
        <div class="picture">
          <img src={picturePath(product.slug)} alt={`Picture of ${product.title}`} width="420" height="420" />
        </div>
        <div class="overview">
          <div class="product-name">
            <h1 itemprop="name">{product.title}</h1>
          </div>
          <div class="short-description">{product.description}</div>
          <div class="availability">
            <span class="label">Availability:</span>{" "}
            <span class="value">{isSoldOut(product) ? "Out of stock" : "In stock"}</span>
          </div>
          <div class="sku">
            SKU: <span itemprop="sku">{product.sku}</span>
          </div>
          {product.options !== undefined && (
            <dl class="attributes">
              {product.options.map((option) => [
                <dt key={`${option.label}-name`}>
                  <label class="text-prompt">{option.label}</label> <span class="required">*</span>
                </dt>,
                <dd key={option.label}>
                  <ul class="option-list">
                    {option.values.map((value) => (
                      <li key={value}>
                        <input
                          type="radio"
                          id={`product_attribute_${option.label}_${value}`}
                          name={`product_attribute_${option.label}`}
                          value={value}
                        />
                        <label for={`product_attribute_${option.label}_${value}`}>{value}</label>
                      </li>
                    ))}
                  </ul>
                </dd>,
              ])}
            </dl>
          )}
          <Prices product={product} />
          {!isSoldOut(product) && <AddPanel id={id} />}
        </div>
      </div>
    </Frame>
  );
}

function Prices({ product }: { product: Product }): VNode {
  return (
    <div class="prices">
      {product.listPriceCents !== undefined && (
        <div class="old-product-price">
          Old price: <span>{formatUsd(product.listPriceCents)}</span>
        </div>
      )}
      <div class="product-price">
        <span itemprop="price">{price(product)}</span>
      </div>
    </div>
  );
}

function AddPanel({ id }: { id: string }): VNode {
  return (
    <div class="add-to-cart-panel">
      <input
        id={`product_enteredQuantity_${id}`}
        class="qty-input"
        type="text"
        aria-label="Enter a quantity"
        name={`addtocart_${id}.EnteredQuantity`}
        value="1"
      />
      <button type="button" id={`add-to-cart-button-${id}`} class="button-1 add-to-cart-button">
        Add to cart
      </button>
    </div>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Shopping Cart" scripts={["guest-link"]}>
      <div class="page-title">
        <h1>Shopping cart</h1>
      </div>
      {fault !== undefined && <div class="message-error">{fault}</div>}
      {lines.length === 0 && <div class="no-data">Your Shopping Cart is empty!</div>}
      {lines.length > 0 && (
        <form method="post" id="shopping-cart-form" action="/cart">
          <table class="cart">
            <thead>
              <tr>
                <th>SKU</th>
                <th>Image</th>
                <th>Product(s)</th>
                <th>Price</th>
                <th>Qty.</th>
                <th>Total</th>
                <th>Remove</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <CartRow key={line.sku} line={line} />
              ))}
            </tbody>
          </table>
          <button type="submit" name="updatecart" value="1" class="button-2">
            Update shopping cart
          </button>
          <div class="totals">
            <div>
              Sub-Total: <strong>{formatUsd(subtotalCents - discountCents)}</strong>
            </div>
            <div>Shipping: Calculated during checkout</div>
            <div class="terms-of-service">
              <input id="termsofservice" type="checkbox" name="termsofservice" />
              <label for="termsofservice">I agree with the terms of service and I adhere to them unconditionally</label>
            </div>
            <button type="submit" id="checkout" name="checkout" value="checkout" class="button-1 checkout-button">
              Checkout
            </button>
          </div>
        </form>
      )}
      <div id="terms-of-service-warning-box" class="ui-dialog" role="dialog" aria-label="Terms of service" hidden>
        <p>Please accept the terms of service before the next step.</p>
        <button type="button">Close</button>
      </div>
    </Frame>
  );
}

function CartRow({ line }: { line: CartLine }): VNode {
  return (
    <tr>
      <td>{line.sku}</td>
      <td>
        <LinePicture line={line} size={70} />
      </td>
      <td>
        <a href={`/products/${line.slug}`} class="product-name">
          {line.title}
        </a>
        <div class="attributes">{variantText(line)}</div>
      </td>
      <td>{formatUsd(line.unitPriceCents)}</td>
      <td>
        <input name={`itemquantity${line.sku}`} type="text" value={line.quantity} class="qty-input" />
      </td>
      <td>{formatUsd(lineTotalCents(line))}</td>
      <td>
        <input type="checkbox" name="removefromcart" value={line.sku} aria-label="Remove" />
      </td>
    </tr>
  );
}
