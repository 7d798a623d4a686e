import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import type { CartLine } from "../../cart.ts";
import { CATEGORIES, isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";
import type { PlainShop } from "./plain-shop.ts";

export type PlainFrame = (props: FrameProps) => VNode;

export function frameOf(shop: PlainShop): PlainFrame {
  return function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
    const { cartCount, accountEmail } = visit.shell(title);
    return (
      <Document title={`${shop.brand} | ${title}`} sheet="plain" scripts={scripts} head={head} bodyClass={shop.look}>
        <header class="ui menu">
          <a class="brand" href="/">
            {shop.brand}
          </a>
          {CATEGORIES.map(({ slug, name }) => (
            <a key={slug} href={`/categories/${slug}`}>
              {name}
            </a>
          ))}
          <a class="right" href={accountEmail === undefined ? shop.account.signIn : shop.account.orders}>
            {accountEmail === undefined ? shop.account.words.signInButton : accountEmail}
          </a>
          <a href="/cart" id="cart-button">
            {shop.words.cart} ({cartCount})
          </a>
        </header>
        <div class="ui container">{children}</div>
      </Document>
    );
  };
}

export function Flash({ children }: { children: ComponentChildren }): VNode {
  return <div class="ui negative message">{children}</div>;
}

export function productPageOf(shop: PlainShop, Frame: PlainFrame): (props: ProductProps) => VNode {
  return function ProductPage({ visit, product, refusal }: ProductProps): VNode {
    return (
      <Frame visit={visit} title={product.title}>
        <div class="ui grid">
          <img src={picturePath(product.slug)} alt={product.title} width="460" height="460" />
          <div>
            <h1 class="ui header" id="product-name">
              {product.title}
            </h1>
            <span class="ui huge header" id="product-price">
              {price(product)}
            </span>
            {product.listPriceCents !== undefined && <del> {formatUsd(product.listPriceCents)}</del>}
            <p>{product.description}</p>
            {refusal !== undefined && <Flash>{refusal}</Flash>}
            {isSoldOut(product) && <Flash>Product is out of stock.</Flash>}
            {!isSoldOut(product) && (
              <form name="add_to_cart" method="post" action={`/products/${product.slug}`}>
                {product.options?.map((option) => (
                  <div key={option.label} class="field">
                    <label for={`add_variant_${option.label}`}>{option.label}</label>
                    <select id={`add_variant_${option.label}`} name={`add[variant][${option.label}]`}>
                      <option value="">Please pick</option>
                      {option.values.map((value) => (
                        <option key={value} value={value}>
                          {value}
                        </option>
                      ))}
                    </select>
                  </div>
                ))}
                <div class="field">
                  <label for="add_quantity">Quantity</label>
                  <input type="number" id="add_quantity" name="add[quantity]" min="1" value="1" />
                </div>
                <button type="submit" class="ui huge primary button">
                  {shop.words.add}
                </button>
              </form>
            )}
          </div>
        </div>
      </Frame>
    );
  };
}

export function CartPage(props: {
  shop: PlainShop;
  Frame: PlainFrame;
  visit: Visit;
  fault?: string | undefined;
}): VNode {
  const { shop, Frame, visit, fault } = props;
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title={shop.words.cart}>
      <h1 class="ui header">{shop.words.cart}</h1>
      {fault !== undefined && <Flash>{fault}</Flash>}
      {lines.length === 0 && <div class="ui info message">Your {shop.words.cart.toLowerCase()} is empty.</div>}
      {lines.length > 0 && (
        <>
          <form method="post" action="/cart" id="cart-update">
            <table class="ui table">
              <thead>
                <tr>
                  <th>Item</th>
                  <th>Unit price</th>
                  <th>Qty</th>
                  <th />
                  <th>Total</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <CartRow key={line.sku} line={line} />
                ))}
              </tbody>
            </table>
            <button type="submit" class="ui button">
              Update {shop.words.cart.toLowerCase()}
            </button>
          </form>
          <div class="ui segment totals">
            Items total: {formatUsd(subtotalCents - discountCents)}
            <a href="/checkout" class="ui huge primary button">
              {shop.words.checkout}
            </a>
          </div>
        </>
      )}
    </Frame>
  );
}

function CartRow({ line }: { line: CartLine }): VNode {
  return (
    <tr>
      <td class="item">
        <LinePicture line={line} size={56} />
        <span>
          <a href={`/products/${line.slug}`}>{line.title}</a>
          <small>{variantText(line)}</small>
        </span>
      </td>
      <td>{formatUsd(line.unitPriceCents)}</td>
      <td>
        <input type="number" name={`cart[items][${line.sku}]`} value={line.quantity} min="1" aria-label="Quantity" />
      </td>
      <td>
        <button type="submit" name="remove" value={line.sku} class="ui icon button" aria-label="Remove">
          ✕
        </button>
      </td>
      <td>{formatUsd(lineTotalCents(line))}</td>
    </tr>
  );
}
