import type { VNode } from "preact";
import { type CartRefusal, MAX_QUANTITY, optionField } from "../cart.ts";
import { CATEGORIES, isSoldOut, type Product, relatedTo } from "../catalogue.ts";
import { PICTURE_VIEWS, picturePath } from "../product-picture.ts";
import { ErrorText } from "./parts.tsx";
import { Price, ProductGrid } from "./product-card.tsx";
import { Page, type Shell } from "./shell.tsx";
import { Crumbs } from "./store-pages.tsx";

/** Fewer than this many left is worth saying. */
const LOW_STOCK = 10;

interface ProductModel {
  shell: Shell;
  product: Product;
  /** What was sent, to be shown again where it was refused. */
  form: Record<string, string>;
  refusal?: CartRefusal;
}

export function productPage(model: ProductModel): VNode {
  const { shell, product } = model;
  const category = CATEGORIES.find((entry) => entry.slug === product.category);
  return (
    <Page shell={shell} head={<ProductHead shell={shell} product={product} />} scripts={["gallery.js"]}>
      <div class="wrap">
        <Crumbs category={category} current={product.title} />
        <article class="product">
          <Gallery product={product} />
          <div class="product-info">
            <h1>{product.title}</h1>
            <Price product={product} />
            <p class="description">{product.description}</p>
            <StockLine product={product} />
            <AddToCart {...model} />
            <dl class="facts">
              <dt>Material</dt>
              <dd>{product.material}</dd>
              <dt>Size</dt>
              <dd>{product.size}</dd>
              <dt>Condition</dt>
              <dd id="condition">{product.condition ?? "New"}</dd>
              <dt>Item number</dt>
              <dd>{product.sku}</dd>
            </dl>
          </div>
        </article>
        <section class="related" aria-labelledby="related">
          <h2 id="related">You may also like</h2>
          <ProductGrid products={relatedTo(product)} withButtons />
        </section>
      </div>
    </Page>
  );
}

/** What search engines and link previews read. */
function ProductHead({ shell, product }: { shell: Shell; product: Product }): VNode {
  const url = `${shell.origin}/products/${product.slug}`;
  const image = `${shell.origin}${picturePath(product.slug)}`;
  const price = (product.priceCents / 100).toFixed(2);
  const structured = {
    "@context": "https://schema.org",
    "@type": "Product",
    name: product.title,
    description: product.description,
    sku: product.sku,
    image,
    brand: { "@type": "Brand", name: "Harbor & Pine" },
    offers: {
      "@type": "Offer",
      url,
      price,
      priceCurrency: "USD",
      availability: `https://schema.org/${isSoldOut(product) ? "OutOfStock" : "InStock"}`,
      itemCondition: `https://schema.org/${product.condition ?? "New"}Condition`,
    },
  };
  // A "<" would let a text end the script element.
  const json = JSON.stringify(structured).replaceAll("<", String.raw`\u003c`);
  return (
    <>
      <link rel="canonical" href={url} />
      <meta name="description" content={product.description} />
      <meta property="og:type" content="product" />
      <meta property="og:site_name" content="Harbor & Pine" />
      <meta property="og:title" content={product.title} />
      <meta property="og:url" content={url} />
      <meta property="og:image" content={image} />
      <meta property="product:price:amount" content={price} />
      <meta property="product:price:currency" content="USD" />
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
    </>
  );
}

function Gallery({ product }: { product: Product }): VNode {
  return (
    <div class="gallery">
      <img id="gallery-main" src={picturePath(product.slug)} alt={product.title} width="800" height="800" />
      <ul aria-label="More pictures">
        {PICTURE_VIEWS.map((view) => (
          <li key={view}>
            <a href={picturePath(product.slug, view)} aria-label={`Show the ${view} picture`}>
              <img src={picturePath(product.slug, view)} alt="" width="120" height="120" />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function StockLine({ product }: { product: Product }): VNode {
  if (isSoldOut(product)) return <p class="stock sold-out">Sold out</p>;
  if (product.stock < LOW_STOCK) return <p class="stock low">Only {product.stock} left in stock</p>;
  const days = product.handlingDays ?? 1;
  return (
    <p class="stock">
      In stock, ships in {days} business day{days === 1 ? "" : "s"}
    </p>
  );
}

function AddToCart({ product, form, refusal }: ProductModel): VNode {
  const soldOut = isSoldOut(product);
  const errorAt = (field: string) =>
    refusal?.field === field && <ErrorText code={refusal.code}>{refusal.message}</ErrorText>;
  return (
    <form id="add-to-cart" method="post" action="/cart/items" novalidate>
      <input type="hidden" name="slug" value={product.slug} />
      {product.options?.map((option) => (
        <div key={option.label} class="field">
          {option.shownAs === "select" ? (
            <OptionSelect {...option} chosen={form[optionField(option.label)]} />
          ) : (
            <OptionSwatches {...option} chosen={form[optionField(option.label)]} />
          )}
          {errorAt(optionField(option.label))}
        </div>
      ))}
      <div class="field">
        <label for="quantity">Quantity</label>
        <input
          id="quantity"
          name="quantity"
          type="number"
          inputmode="numeric"
          min="1"
          max={MAX_QUANTITY}
          value={form["quantity"] ?? "1"}
          disabled={soldOut}
        />
        {errorAt("quantity")}
      </div>
      <button type="submit" class="primary" disabled={soldOut}>
        {soldOut ? "Sold out" : "Add to cart"}
      </button>
    </form>
  );
}

interface OptionProps {
  label: string;
  values: readonly string[];
  chosen: string | undefined;
}

function OptionSelect({ label, values, chosen }: OptionProps): VNode {
  const name = optionField(label);
  return (
    <>
      <label for={name}>{label}</label>
      <select id={name} name={name} required>
        <option value="">Choose a {label.toLowerCase()}</option>
        {values.map((value) => (
          <option key={value} value={value} selected={value === chosen}>
            {value}
          </option>
        ))}
      </select>
    </>
  );
}

function OptionSwatches({ label, values, chosen }: OptionProps): VNode {
  const name = optionField(label);
  return (
    <fieldset class="swatches">
      <legend>{label}</legend>
      {values.map((value) => (
        <label key={value} class={`swatch swatch-${value.toLowerCase()}`}>
          <input type="radio" name={name} value={value} checked={value === chosen} required />
          <span>{value}</span>
        </label>
      ))}
    </fieldset>
  );
}
