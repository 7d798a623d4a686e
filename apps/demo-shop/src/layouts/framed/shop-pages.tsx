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
import { LinePicture, price, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/members", {
  ordersHeading: "Your past orders",
  number: "Invoice",
  numberPrefix: "",
});

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={title} sheet="framed" scripts={scripts} head={head}>
      <div id="pageHeader">
        <h3>
          <a href="/">The Harbor &amp; Pine Outpost</a>
        </h3>
        <ul id="topNav">
          {CATEGORIES.map(({ slug, name }) => (
            <li key={slug}>
              <a href={`/categories/${slug}`}>{name}</a>
            </li>
          ))}
          <li>
            <a href="/viewcart">View Cart ({cartCount})</a>
          </li>
        </ul>
      </div>
      <div id="pageBody">{children}</div>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title}>
      {refusal !== undefined && <p class="errmsg">{refusal}</p>}
      <div class="item-page">
        <img src={picturePath(product.slug)} alt={product.title} width="400" height="400" />
        <form name={`order${productId(product)}`} action="/addtocart" method="post">
          <h1 id="itemTitle">{product.title}</h1>
          <p>{product.description}</p>
          <p class="itemPrice">
            Our Price: <b>{price(product)}</b>{" "}
            {product.listPriceCents !== undefined && <span>(List {formatUsd(product.listPriceCents)})</span>}
          </p>
          <input type="hidden" name="itemnum" value={productId(product)} />
          {product.options?.map((option) => (
            <p key={option.label}>
              <select name={`opt_${option.label}`}>
                <option value="">{option.label}: choose one</option>
                {option.values.map((value) => (
                  <option key={value} value={value}>
                    {value}
                  </option>
                ))}
              </select>
            </p>
          ))}
          {isSoldOut(product) ? (
            <p class="itemGone">Sorry, this item is temporarily unavailable.</p>
          ) : (
            <p>
              <label>
                Order qty <input type="text" name="howmany" value="1" size={3} />
              </label>{" "}
              <input type="submit" value="Buy Now" />
            </p>
          )}
        </form>
      </div>
    </Frame>
  );
}

export function CartPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="View Cart">
      <h1>Your selections</h1>
      {fault !== undefined && <p class="errmsg">{fault}</p>}
      {lines.length === 0 && <p>There is nothing in your cart.</p>}
      {lines.length > 0 && (
        <>
          <form action="/viewcart" method="post">
            <ul class="cartlist">
              {lines.map((line) => (
                <li key={line.sku}>
                  <LinePicture line={line} size={64} />
                  <a href={`/products/${line.slug}?layout=framed`}>{line.title}</a> <i>{variantText(line)}</i>
                  <input type="text" name={`q${line.sku}`} value={line.quantity} size={3} aria-label="Quantity" />
                  <button type="submit" name="del" value={line.sku}>
                    Delete
                  </button>
                  <b>{formatUsd(lineTotalCents(line))}</b>
                </li>
              ))}
            </ul>
            <input type="submit" value="Recalculate" />
          </form>
          <p class="cartsum">Merchandise total: {formatUsd(subtotalCents - discountCents)}</p>
          <form action="/secure" method="get">
            <input type="submit" value="Secure Checkout" />
          </form>
        </>
      )}
    </Frame>
  );
}

/** Around the frame there is nothing to fill in. */
export function SecurePage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Secure Checkout">
      <h1>Secure Checkout</h1>
      <iframe id="checkoutFrame" name="checkoutFrame" title="Checkout" src="/frames/checkout/start" />
    </Frame>
  );
}

export function CompletePage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Order Received">
      <h1>Order #{number} received</h1>
      <p>Thank you for shopping at the Outpost. Please print this page for your records.</p>
    </Frame>
  );
}
