import { Router } from "express";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { CATEGORIES, type Product, PRODUCTS, productsIn, searchProducts } from "../../catalogue.ts";
import { picturePath } from "../../product-picture.ts";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import type { Frame } from "./document.tsx";

/** Home, categories, search and the terms, in a layout's frame. */
export function browseRoutes(deps: ShopDeps, Frame: Frame): Router {
  const router = Router();
  router.get(
    "/",
    visit(deps, (visit) =>
      visit.show(
        <Frame visit={visit} title="Harbor & Pine">
          <Shelf heading="Featured" products={PRODUCTS} />
        </Frame>,
      ),
    ),
  );
  router.get(
    "/categories/:slug",
    visit(deps, (visit) => {
      const category = CATEGORIES.find(({ slug }) => slug === visit.request.params["slug"]) ?? CATEGORIES[0];
      visit.show(
        <Frame visit={visit} title={category.name}>
          <Shelf heading={category.name} products={productsIn(category)} />
        </Frame>,
      );
    }),
  );
  router.get(
    "/search",
    visit(deps, (visit) => {
      const query = (visit.query("q") ?? "").slice(0, 100);
      visit.show(
        <Frame visit={visit} title="Search">
          <Shelf heading={`Search - ${query}`} products={searchProducts(query)} />
        </Frame>,
      );
    }),
  );
  router.get(
    "/help",
    visit(deps, (visit) =>
      visit.show(
        <Frame visit={visit} title="Terms of sale">
          <h1>Terms of sale</h1>
          <p>Goods stay ours until they are paid for. Anything unused can come back within 60 days.</p>
        </Frame>,
      ),
    ),
  );
  return router;
}

function Shelf({ heading, products }: { heading: string; products: readonly Product[] }): VNode {
  return (
    <section class="shelf">
      <h1>{heading}</h1>
      {products.length === 0 && <p>There is no product that matches.</p>}
      <div class="shelf-grid">
        {products.map((product) => (
          <div key={product.slug} class="shelf-item">
            <a href={`/products/${product.slug}`}>
              <img src={picturePath(product.slug)} alt={product.title} width="220" height="220" loading="lazy" />
            </a>
            <h4>
              <a href={`/products/${product.slug}`}>{product.title}</a>
            </h4>
            <p class="shelf-price">{formatUsd(product.priceCents)}</p>
          </div>
        ))}
      </div>
    </section>
  );
}
