import { Router } from "express";
import { CATEGORIES, findProduct, PRODUCTS, productsIn, searchProducts } from "../catalogue.ts";
import { helpPage } from "../views/help-page.tsx";
import { notFoundPage } from "../views/message-pages.tsx";
import { productPage } from "../views/product-page.tsx";
import { categoryPage, homePage, searchPage } from "../views/store-pages.tsx";
import { type ShopDeps, visit } from "./visit.ts";

/** Looking around: nothing here changes anything. */
export function storeRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get(
    "/",
    visit(deps, (visit) => visit.show(homePage({ shell: visit.shell("Harbor & Pine"), products: PRODUCTS }))),
  );
  router.get(
    "/categories/:slug",
    visit(deps, (visit) => {
      const category = CATEGORIES.find((entry) => entry.slug === visit.request.params["slug"]);
      if (category === undefined) return visit.show(notFoundPage(visit.shell("Page not found")), 404);
      return visit.show(categoryPage({ shell: visit.shell(category.name), category, products: productsIn(category) }));
    }),
  );
  router.get(
    "/search",
    visit(deps, (visit) => {
      const query = visit.query("q")?.slice(0, 100) ?? "";
      visit.show(searchPage({ shell: visit.shell("Search"), query, products: searchProducts(query) }));
    }),
  );
  router.get(
    "/products/:slug",
    visit(deps, (visit) => {
      const product = findProduct(String(visit.request.params["slug"]));
      if (product === undefined) return visit.show(notFoundPage(visit.shell("Page not found")), 404);
      return visit.show(productPage({ shell: visit.shell(product.title), product, form: {} }));
    }),
  );
  router.get(
    "/help",
    visit(deps, (visit) => visit.show(helpPage(visit.shell("Shipping & returns")))),
  );
  return router;
}
