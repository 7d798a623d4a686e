import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { isSoldOut, type Product } from "../catalogue.ts";
import { picturePath } from "../product-picture.ts";

/** The grid of a shelf; `withButtons` lets a thing be put into the cart from where it stands. */
export function ProductGrid(props: { products: readonly Product[]; withButtons?: boolean }): VNode {
  return (
    <ul class="product-grid">
      {props.products.map((product) => (
        <li key={product.slug} class="product-card">
          <a href={`/products/${product.slug}`}>
            <img src={picturePath(product.slug)} alt="" width="400" height="400" loading="lazy" />
            <span class="card-title">{product.title}</span>
          </a>
          <Price product={product} />
          {props.withButtons === true && <QuickAdd product={product} />}
        </li>
      ))}
    </ul>
  );
}

export function Price({ product }: { product: Product }): VNode {
  return (
    <p class="price">
      <span class="price-now">{formatUsd(product.priceCents)}</span>
      {product.listPriceCents !== undefined && (
        <>
          {" "}
          <span class="visually-hidden">Was</span> <s class="price-was">{formatUsd(product.listPriceCents)}</s>{" "}
          <span class="badge">Sale</span>
        </>
      )}
    </p>
  );
}

function QuickAdd({ product }: { product: Product }): VNode {
  if (product.options !== undefined || isSoldOut(product)) {
    return (
      <a class="button quiet-button" href={`/products/${product.slug}`}>
        {isSoldOut(product) ? "View details" : "Choose options"}
      </a>
    );
  }
  return (
    <form class="quick-add" method="post" action="/cart/items">
      <input type="hidden" name="slug" value={product.slug} />
      <input type="hidden" name="quantity" value="1" />
      <button type="submit" class="quiet-button" aria-label={`Add ${product.title} to cart`}>
        Add to cart
      </button>
    </form>
  );
}
