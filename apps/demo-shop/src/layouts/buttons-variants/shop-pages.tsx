import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut, type Product, relatedTo } from "../../catalogue.ts";
import { lineTotalCents, priceCart } from "../../pricing.ts";
import { picturePath } from "../../product-picture.ts";
import type { Visit } from "../../routes/visit.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import type { ProductProps } from "../page/open-layout.tsx";
import { LinePicture, price, structuredData, variantText } from "../page/parts.tsx";

export const ACCOUNT = accountLook("/account", { ordersHeading: "Your orders", number: "Order", numberPrefix: "HP-" });

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document
      title={`${title} — harborpine`}
      sheet="buttons-variants"
      scripts={["buttons-variants", ...(scripts ?? [])]}
      head={head}
      bodyClass="font-sans antialiased"
    >
      <header class="flex items-center gap-8 px-12 py-6">
        <a href="/" class="text-2xl font-black">
          harborpine
        </a>
        <a href="/shopping-bag" class="ml-auto relative" data-testid="bag-link">
          Shopping bag{" "}
          <span class="pill" id="bag-count">
            {cartCount}
          </span>
        </a>
      </header>
      <main class="wrap px-12">{children}</main>
      <div id="toasts" aria-live="polite" />
    </Document>
  );
}

/** The first option is a row of pressed buttons, the second a list of radios. Nothing says that a choice is missing. */
export function ProductPage({ visit, product }: ProductProps): VNode {
  const head = structuredData(product, visit.shell("").origin);
  return (
    <Frame visit={visit} title={product.title} head={head}>
      <div class="grid-2">
        <img src={picturePath(product.slug)} alt="" class="rounded" width="540" height="540" />
        <div data-product={product.slug}>
          <h1>{product.title}</h1>
          <div class="text-2xl">
            {price(product)}
            {product.listPriceCents !== undefined && <del class="muted">{formatUsd(product.listPriceCents)}</del>}
          </div>
          <p class="muted">{product.description}</p>
          {product.options?.map((option, at) =>
            at === 0 ? (
              <div key={option.label} class="swatches" data-swatches={option.label}>
                <div class="text-sm">{option.label}</div>
                {option.values.map((value) => (
                  <button key={value} type="button" aria-pressed="false" data-value={value}>
                    {value}
                  </button>
                ))}
              </div>
            ) : (
              <div key={option.label} role="radiogroup" aria-label={option.label} data-radios={option.label}>
                <div class="text-sm">{option.label}</div>
                {option.values.map((value) => (
                  <label key={value} class="radio-line">
                    <input type="radio" name={option.label.toLowerCase()} value={value} /> {value}
                  </label>
                ))}
              </div>
            ),
          )}
          {isSoldOut(product) ? (
            <p class="notice">Out of stock. Leave your email and we'll let you know.</p>
          ) : (
            <AddRow />
          )}
        </div>
      </div>
      <h2>Customers also bought</h2>
      <div class="flex gap-8">
        {relatedTo(product).map((other) => (
          <RelatedCard key={other.slug} product={other} />
        ))}
      </div>
    </Frame>
  );
}

function AddRow(): VNode {
  return (
    <div class="flex gap-8 items-center">
      <span class="stepper">
        <button type="button" data-less aria-label="Less">
          –
        </button>
        <input value="1" size={2} inputmode="numeric" data-count aria-label="Quantity" />
        <button type="button" data-more aria-label="More">
          +
        </button>
      </span>
      <button type="button" class="primary" data-add>
        Add to cart
      </button>
    </div>
  );
}

function RelatedCard({ product }: { product: Product }): VNode {
  return (
    <div class="card" data-product={product.slug}>
      <a href={`/products/${product.slug}`}>
        <img src={picturePath(product.slug)} alt="" width="180" height="180" />
        {product.title}
      </a>
      <div>{price(product)}</div>
      {product.options === undefined && !isSoldOut(product) && (
        <button type="button" class="secondary" data-add>
          Add to cart
        </button>
      )}
    </div>
  );
}

export function BagPage({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { lines, promoCode } = visit.session.basket;
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  return (
    <Frame visit={visit} title="Shopping bag">
      <h1>Shopping bag</h1>
      {fault !== undefined && <p class="notice">{fault}</p>}
      {lines.length === 0 && <p class="muted">Your shopping bag is empty.</p>}
      <ul class="bag">
        {lines.map((line) => (
          <li key={line.sku} class="flex gap-8 items-center">
            <LinePicture line={line} size={88} />
            <span class="grow">
              <a href={`/products/${line.slug}?layout=buttons-variants`}>{line.title}</a>
              <br />
              <span class="muted">{variantText(line)}</span>
            </span>
            <form method="post" action="/shopping-bag" class="stepper">
              <input type="hidden" name="sku" value={line.sku} />
              <button type="submit" name="to" value={String(line.quantity - 1)} aria-label="Less">
                –
              </button>
              <span>{line.quantity}</span>
              <button type="submit" name="to" value={String(line.quantity + 1)} aria-label="More">
                +
              </button>
            </form>
            <span>{formatUsd(lineTotalCents(line))}</span>
          </li>
        ))}
      </ul>
      {lines.length > 0 && (
        <div class="end">
          <p>Subtotal {formatUsd(subtotalCents - discountCents)}</p>
          <a href="/checkout" class="primary">
            Fast checkout
          </a>
        </div>
      )}
    </Frame>
  );
}
