import type { VNode } from "preact";
import { CATEGORIES, type Category, type Product } from "../catalogue.ts";
import { picturePath } from "../product-picture.ts";
import { ProductGrid } from "./product-card.tsx";
import { Page, type Shell } from "./shell.tsx";

/** The product whose picture stands for each category on the home page. */
const CATEGORY_FACES: Record<Category["slug"], string> = {
  kitchen: "maple-cutting-board",
  home: "beeswax-pillar-candles",
  desk: "clothbound-notebook",
  wear: "striped-cotton-scarf",
};

export function homePage(props: { shell: Shell; products: readonly Product[] }): VNode {
  return (
    <Page shell={props.shell}>
      <section class="hero">
        <div class="wrap hero-row">
          <div>
            <h1>Goods for a calm home</h1>
            <p>Plain, useful things in wood, wool, clay and steel. Made in small batches and meant to be kept.</p>
            <a class="button" href="/categories/home">
              Shop new arrivals
            </a>
          </div>
          <img src="/assets/hero.svg" alt="A harbor at dawn, framed by pines" width="640" height="400" />
        </div>
      </section>
      <section class="wrap" aria-labelledby="by-room">
        <h2 id="by-room">Shop by room</h2>
        <ul class="category-grid">
          {CATEGORIES.map((category) => (
            <li key={category.slug}>
              <a href={`/categories/${category.slug}`}>
                <img src={picturePath(CATEGORY_FACES[category.slug])} alt="" width="400" height="400" />
                <span>{category.name}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section class="wrap" aria-labelledby="everything">
        <h2 id="everything">Everything we make</h2>
        <ProductGrid products={props.products} />
      </section>
    </Page>
  );
}

export function categoryPage(props: { shell: Shell; category: Category; products: readonly Product[] }): VNode {
  return (
    <Page shell={props.shell}>
      <div class="wrap">
        <Crumbs current={props.category.name} />
        <h1>{props.category.name}</h1>
        <p class="lead">{props.category.blurb}</p>
        <ProductGrid products={props.products} />
      </div>
    </Page>
  );
}

export function searchPage(props: { shell: Shell; query: string; products: readonly Product[] }): VNode {
  const { query, products } = props;
  return (
    <Page shell={props.shell}>
      <div class="wrap">
        <h1>{query === "" ? "Search" : `Results for “${query}”`}</h1>
        <form class="wide-search" role="search" action="/search" method="get">
          <label for="q">Search for</label>
          <input id="q" type="search" name="q" value={query} />
          <button type="submit">Search</button>
        </form>
        {query !== "" && <p role="status">{products.length === 1 ? "1 product" : `${products.length} products`}</p>}
        <ProductGrid products={products} />
      </div>
    </Page>
  );
}

export function Crumbs(props: { category?: Category | undefined; current: string }): VNode {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <a href="/">Home</a>
      {props.category !== undefined && <a href={`/categories/${props.category.slug}`}>{props.category.name}</a>}
      <span aria-current="page">{props.current}</span>
    </nav>
  );
}
