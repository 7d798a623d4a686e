import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/myaccount", { ordersHeading: "Orders & Returns", number: "Order" });

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={title} sheet="suggestions" scripts={scripts} head={head}>
      <div class="promo-strip">End of season: ships free over $75</div>
      <header class="c-header">
        <a class="c-header__logo" href="/">
          HARBOR / PINE
        </a>
        <a href="/myaccount/login">My account</a>
        <a href="/trolley" class="c-header__cart">
          Trolley ({cartCount})
        </a>
      </header>
      <main class="c-main">{children}</main>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame
      visit={visit}
      title={product.title}
      head={<meta property="og:price:amount" content={(product.priceCents / 100).toFixed(2)} />}
    >
      <div class="c-pdp">
        <img src={picturePath(product.slug)} alt={product.title} width="480" height="480" />
        <div>
          <h1>{product.title}</h1>
          <p class="c-price">
            <span>{price(product)}</span>
            {product.listPriceCents !== undefined && <small>was {formatUsd(product.listPriceCents)}</small>}
          </p>
          {refusal !== undefined && <div class="c-alert">{refusal}</div>}
          <form method="post" action="/trolley">
            <input type="hidden" name="pid" value={product.sku} />
            {product.options?.map((option) => (
              <label key={option.label} class="c-variation">
                {option.label}
                <select name={`dwvar_${option.label.toLowerCase()}`}>
                  <option value="">Select {option.label}</option>
                  {option.values.map((value) => (
                    <option key={value} value={value}>
                      {value}
                    </option>
                  ))}
                </select>
              </label>
            ))}
            <label class="c-variation">
              Qty
              <select name="Quantity">
                {Array.from({ length: 10 }, (_, at) => (
                  <option key={at} value={String(at + 1)}>
                    {at + 1}
                  </option>
                ))}
              </select>
            </label>
            {isSoldOut(product) ? (
              <p class="c-oos">This product is currently sold out</p>
            ) : (
              <button class="c-btn" type="submit">
                Add to trolley
              </button>
            )}
          </form>
          <details>
            <summary>Details</summary>
            <p>{product.description}</p>
          </details>
        </div>
      </div>
    </Frame>
  );
}

export function TrolleyPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Trolley">
      <h1>My trolley</h1>
      {fault !== undefined && <div class="c-alert">{fault}</div>}
      {lines.length === 0 && <p>Your trolley is empty.</p>}
      {lines.map((line) => (
        <form key={line.sku} class="c-line" method="post" action="/trolley/line">
          <input type="hidden" name="uuid" value={line.sku} />
          <LinePicture line={line} size={80} />
          <div>
            <a href={`/products/${line.slug}`}>{line.title}</a>
            <div>{variantText(line)}</div>
            <button type="submit" name="remove" value="1" class="c-link">
              Remove
            </button>
          </div>
          <input type="number" name="Quantity" value={line.quantity} aria-label="Qty" />
          <button type="submit" class="c-link">
            Update
          </button>
          <b>{formatUsd(lineTotalCents(line))}</b>
        </form>
      ))}
      {lines.length > 0 && (
        <div class="c-summary">
          <div>
            Subtotal <b>{formatUsd(subtotalCents - discountCents)}</b>
          </div>
          <a href="/checkout/delivery" class="c-btn">
            Checkout securely
          </a>
        </div>
      )}
    </Frame>
  );
}
