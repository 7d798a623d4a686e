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
import { Frame } from "./frame.tsx";

/** Says that a thing is out of stock, and has a button that works all the same: the answer is a refusal. */
export function ProductPage({ visit, product }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} scripts={["accordion-shop"]}>
      <div id="alert" />
      <ul class="breadcrumb">
        <li>
          <a href="/">Home</a>
        </li>
        <li>{product.title}</li>
      </ul>
      <div class="row">
        <div class="col-sm-8">
          <img class="thumbnail" src={picturePath(product.slug)} alt={product.title} width="480" height="480" />
          <div class="tab-content" id="tab-description">
            <p>{product.description}</p>
          </div>
        </div>
        <div class="col-sm-4">
          <h1>{product.title}</h1>
          <ul class="list-unstyled">
            <li>Product Code: {product.sku}</li>
            <li>Availability: {isSoldOut(product) ? "Out Of Stock" : "In Stock"}</li>
          </ul>
          <ul class="list-unstyled">
            {product.listPriceCents !== undefined && (
              <li>
                <span class="strike">{formatUsd(product.listPriceCents)}</span>
              </li>
            )}
            <li>
              <h2>{price(product)}</h2>
            </li>
            <li>Ex Tax: {price(product)}</li>
          </ul>
          <ProductBox product={product} />
        </div>
      </div>
    </Frame>
  );
}

function ProductBox({ product }: { product: Product }): VNode {
  return (
    <div id="product">
      {product.options !== undefined && (
        <>
          <hr />
          <h3>Available Options</h3>
        </>
      )}
      {product.options?.map((option, at) => (
        <div key={option.label} class="form-group required">
          <label class="control-label" for={`input-option${227 + at}`}>
            {option.label}
          </label>
          <select name={`option[${option.label}]`} id={`input-option${227 + at}`} class="form-control">
            <option value=""> --- Please Select --- </option>
            {option.values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </div>
      ))}
      <div class="form-group">
        <label class="control-label" for="input-quantity">
          Qty
        </label>
        <input type="text" name="quantity" value="1" size={2} id="input-quantity" class="form-control" />
        <input type="hidden" name="product_id" value={productId(product)} />
        <br />
        <button type="button" id="button-cart" data-loading-text="Loading..." class="btn btn-primary btn-lg btn-block">
          Add to Cart
        </button>
      </div>
    </div>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  if (lines.length === 0) {
    return (
      <Frame visit={visit} title="Shopping Cart">
        <h1>Shopping Cart</h1>
        <p>Your shopping cart is empty!</p>
        <a href="/" class="btn btn-primary">
          Continue
        </a>
      </Frame>
    );
  }
  return (
    <Frame visit={visit} title="Shopping Cart">
      <h1>Shopping Cart</h1>
      {fault !== undefined && <div class="alert alert-danger">{fault}</div>}
      <form action="/cart/edit" method="post">
        <table class="table table-bordered">
          <thead>
            <tr>
              <td>Image</td>
              <td>Product Name</td>
              <td>Model</td>
              <td>Quantity</td>
              <td class="text-right">Unit Price</td>
              <td class="text-right">Total</td>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <CartRow key={line.sku} line={line} />
            ))}
          </tbody>
        </table>
      </form>
      <Sums subtotalCents={subtotalCents} totalCents={subtotalCents - discountCents} />
      <div class="buttons">
        <a href="/" class="btn btn-default">
          Continue Shopping
        </a>
        <a href="/checkout" class="btn btn-primary pull-right">
          Checkout
        </a>
      </div>
    </Frame>
  );
}

function Sums({ subtotalCents, totalCents }: { subtotalCents: number; totalCents: number }): VNode {
  return (
    <table class="table table-bordered sums">
      <tbody>
        <tr>
          <td class="text-right">
            <strong>Sub-Total:</strong>
          </td>
          <td class="text-right">{formatUsd(subtotalCents)}</td>
        </tr>
        <tr>
          <td class="text-right">
            <strong>Total:</strong>
          </td>
          <td class="text-right">{formatUsd(totalCents)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function CartRow({ line }: { line: CartLine }): VNode {
  return (
    <tr>
      <td>
        <LinePicture line={line} size={47} />
      </td>
      <td>
        <a href={`/products/${line.slug}`}>{line.title}</a>
        {line.variant.map(({ label, value }) => (
          <small key={label}>
            <br />
            {label}: {value}
          </small>
        ))}
      </td>
      <td>{line.sku}</td>
      <td>
        <div class="input-group">
          <input type="text" name={`quantity[${line.sku}]`} value={line.quantity} size={1} />
          <button type="submit" title="Update" class="btn btn-primary">
            ⟳
          </button>
          <button type="submit" name="remove" value={line.sku} title="Remove" class="btn btn-danger">
            ✖
          </button>
        </div>
      </td>
      <td class="text-right">{formatUsd(line.unitPriceCents)}</td>
      <td class="text-right">{formatUsd(lineTotalCents(line))}</td>
    </tr>
  );
}
