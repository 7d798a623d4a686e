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

export const ACCOUNT = accountLook("/my", { ordersHeading: "Purchases", number: "Order no.", reference: "Your ref." });

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={`${title} | H&P`} sheet="save-on-blur" scripts={scripts} head={head}>
      <header class="topbar_a8f2">
        <a class="mark_9c1e" href="/">
          H&amp;P
        </a>
        <a href="/search?q=wool">Search</a>
        <a href="/my/login">Profile</a>
        <a class="basket_77ab" href="/basket">
          Basket{cartCount > 0 && <i>{cartCount}</i>}
        </a>
      </header>
      <div class="page_0d3b">{children}</div>
    </Document>
  );
}

export function ProductPage({ visit, product }: ProductProps): VNode {
  return (
    <Frame visit={visit} title={product.title} scripts={["save-on-blur-shop"]}>
      <div class="split_4e6c" data-sku={product.slug}>
        <img src={picturePath(product.slug)} alt={product.title} width="520" height="520" />
        <div>
          <h1 class="name_51f0">{product.title}</h1>
          <p class="cost_b2d7">
            {product.listPriceCents !== undefined && <s>{formatUsd(product.listPriceCents)}</s>} <b>{price(product)}</b>
          </p>
          {product.options?.map((option) => (
            <div key={option.label} class="pick_c3a9">
              <span>{option.label}</span>
              <select data-option={option.label} aria-label={option.label}>
                <option value="">Select…</option>
                {option.values.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
            </div>
          ))}
          <div class="amount_2f18">
            <span>How many</span>
            <input type="number" min="1" max="10" value="1" data-amount aria-label="How many" />
          </div>
          <p class="problem_d00d" hidden />
          <button type="button" class="btn_e1e1" data-test="add" disabled={isSoldOut(product)}>
            {isSoldOut(product) ? "Currently unavailable" : "Add to basket"}
          </button>
          <p>{product.description}</p>
        </div>
      </div>
    </Frame>
  );
}

export function BasketPage({ visit }: { visit: Visit }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Basket" scripts={["save-on-blur-shop"]}>
      <h1>Basket</h1>
      <p class="problem_d00d" hidden />
      {lines.length === 0 && <p>Your basket is empty.</p>}
      {lines.map((line) => (
        <div key={line.sku} class="row_66aa" data-line={line.sku}>
          <a href={`/products/${line.slug}?layout=save-on-blur&from=basket`}>
            <LinePicture line={line} size={72} />
          </a>
          <div>
            <a href={`/products/${line.slug}?layout=save-on-blur&from=basket`}>{line.title}</a>
            <p>{variantText(line)}</p>
          </div>
          <input type="number" min="0" max="10" value={line.quantity} data-change aria-label="Amount" />
          <button type="button" class="link_77bb" data-delete>
            Delete
          </button>
          <b>{formatUsd(lineTotalCents(line))}</b>
        </div>
      ))}
      {lines.length > 0 && (
        <p class="end_88cc">
          Sum {formatUsd(subtotalCents - discountCents)}{" "}
          <a class="btn_e1e1" href="/checkout">
            Checkout
          </a>
        </p>
      )}
    </Frame>
  );
}
