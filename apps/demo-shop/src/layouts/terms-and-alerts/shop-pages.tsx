import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { productId } from "../counter/cart-desk.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/client", { ordersHeading: "Orders placed", number: "Ref.", reference: "Memo" });

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={`${title} :: Harbor & Pine Supply Co.`} sheet="terms-and-alerts" scripts={scripts} head={head}>
      <div class="Masthead">
        <a href="/" class="Masthead-name">
          Harbor &amp; Pine Supply Co.
        </a>
        <div
          role="button"
          tabindex={0}
          class="Masthead-order"
          data-href="/order-form"
        >{`Order form (${cartCount})`}</div>
      </div>
      <div class="Sheet">{children}</div>
    </Document>
  );
}

export function ProductPage({ visit, product, refusal }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} scripts={["terms-and-alerts"]}>
      <div class="Item" data-alert={refusal}>
        <div class="Item-text">
          <h1>{product.title}</h1>
          <p>{product.description}</p>
          <form method="post" action="/order-form/add" class="Item-form">
            <input type="hidden" name="item_no" value={productId(product)} />
            {product.options?.map((option) => (
              <fieldset key={option.label}>
                <legend>{option.label}:</legend>
                {option.values.map((value) => (
                  <label key={value}>
                    <input type="radio" name={`choice_${option.label}`} value={value} /> {value}
                  </label>
                ))}
              </fieldset>
            ))}
            <p>
              Unit price <b>USD {price(product)}</b>
              {product.listPriceCents !== undefined && ` (reduced from ${formatUsd(product.listPriceCents)})`}
            </p>
            {isSoldOut(product) ? (
              <p>
                <b>Not available at present.</b>
              </p>
            ) : (
              <p>
                <input type="number" name="units" value="1" min="1" aria-label="Units" /> units{" "}
                <a role="button" tabindex={0} class="Push" data-submit href="#">
                  Put on my order
                </a>
              </p>
            )}
          </form>
        </div>
        <img src={picturePath(product.slug)} alt={product.title} width="380" height="380" />
      </div>
    </Frame>
  );
}

export function OrderFormPage({ visit, alert }: { visit: Visit; alert?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Order form" scripts={["terms-and-alerts"]}>
      <h1 data-alert={alert}>Order form</h1>
      {lines.length === 0 && <p>No items on your order yet.</p>}
      <table class="Lines">
        <tbody>
          {lines.map((line) => (
            <tr key={line.sku}>
              <td>
                <LinePicture line={line} size={60} />
              </td>
              <td>
                <a href={`/products/${line.slug}?layout=terms-and-alerts`}>{line.title}</a>
                <br />
                {variantText(line)}
              </td>
              <td>
                <form method="post" action="/order-form/units">
                  <input type="hidden" name="line" value={line.sku} />
                  <input type="number" name="units" value={line.quantity} aria-label={`Units of ${line.title}`} />{" "}
                  <a role="button" tabindex={0} data-submit href="#">
                    change
                  </a>
                </form>
                <form method="post" action="/order-form/strike">
                  <input type="hidden" name="line" value={line.sku} />
                  <a role="button" tabindex={0} data-submit data-ask="Strike this item from your order?" href="#">
                    strike out
                  </a>
                </form>
              </td>
              <td class="Num">{formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > 0 && (
        <p class="Num">
          Goods USD {formatUsd(subtotalCents - discountCents)}{" "}
          <a class="Push" href="/order-form/details">
            Fill in my details
          </a>
        </p>
      )}
    </Frame>
  );
}
