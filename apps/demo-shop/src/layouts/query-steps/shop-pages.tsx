import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut, type Product, relatedTo } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, structuredData, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  const { origin } = visit.shell("");
  return (
    <Frame visit={visit} title={product.title} head={structuredData(product, origin)}>
      <div class="pdp">
        <img src={picturePath(product.slug)} alt="" width="520" height="520" />
        <form method="post" action="/bag/lines">
          <h1>{product.title}</h1>
          <div class="pdp-price">
            {price(product)} {product.listPriceCents !== undefined && <del>{formatUsd(product.listPriceCents)}</del>}
          </div>
          <p>{product.description}</p>
          <input type="hidden" name="variantOf" value={product.slug} />
          {product.options?.map((option) => (
            <fieldset key={option.label} class="pills">
              <legend>{option.label}</legend>
              {option.values.map((value) => (
                <label key={value}>
                  <input type="radio" name={`attr.${option.label}`} value={value} />
                  <span>{value}</span>
                </label>
              ))}
            </fieldset>
          ))}
          {refusal !== undefined && (
            <p role="status" class="err">
              {refusal}
            </p>
          )}
          {isSoldOut(product) ? (
            <p class="gone">This item has sold out.</p>
          ) : (
            <div class="buy">
              <label>
                Quantity{" "}
                <select name="count">
                  {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => (
                    <option key={count} value={String(count)}>
                      {count}
                    </option>
                  ))}
                </select>
              </label>
              <button type="submit">Add to bag</button>
            </div>
          )}
        </form>
      </div>
      <h2>Goes well with</h2>
      <Also product={product} />
    </Frame>
  );
}

function Also({ product }: { product: Product }): VNode {
  return (
    <ul class="also">
      {relatedTo(product).map((other) => (
        <li key={other.slug}>
          <a href={`/products/${other.slug}`}>
            <img src={picturePath(other.slug)} alt="" width="160" height="160" />
            {other.title}
          </a>
          {other.options === undefined && !isSoldOut(other) && (
            <form method="post" action="/bag/lines">
              <input type="hidden" name="variantOf" value={other.slug} />
              <button type="submit">Add to bag</button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}

export function BagPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Bag">
      <h1>Your bag</h1>
      {fault !== undefined && <p class="err">{fault}</p>}
      {lines.length === 0 && <p>Nothing in here yet.</p>}
      {lines.map((line) => (
        <article key={line.sku} class="bag-line">
          <a href={`/products/${line.slug}`}>
            <LinePicture line={line} size={96} />
          </a>
          <div>
            <h3>
              <a href={`/products/${line.slug}`}>{line.title}</a>
            </h3>
            <p>{variantText(line)}</p>
            <form method="post" action="/bag/change">
              <input type="hidden" name="line" value={line.sku} />
              <select name="count" aria-label="Quantity">
                {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => (
                  <option key={count} value={String(count)} selected={count === line.quantity}>
                    {count}
                  </option>
                ))}
              </select>
              <button type="submit" name="act" value="set">
                Save
              </button>
              <button type="submit" name="act" value="drop">
                Remove
              </button>
            </form>
          </div>
          <div class="amount">{formatUsd(lineTotalCents(line))}</div>
        </article>
      ))}
      {lines.length > 0 && (
        <div class="bag-sum">
          <p>
            Subtotal <b>{formatUsd(subtotalCents - discountCents)}</b>
          </p>
          <a class="cta" href="/checkout?step=email">
            Go to checkout
          </a>
        </div>
      )}
    </Frame>
  );
}
