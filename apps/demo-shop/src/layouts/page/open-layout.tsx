import { Router } from "express";
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { findProduct, type Product } from "../../catalogue.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { totalPicture } from "../../views/total-picture.ts";
import { quoteOf } from "../counter/quote.ts";
import type { AccountLook } from "./account-look.ts";
import { accountRoutes } from "./account-routes.tsx";
import { browseRoutes } from "./browse.tsx";
import type { Frame } from "./document.tsx";

/** What a layout's router is made of beside its own cart and checkout. */
export interface Look {
  Frame: Frame;
  ProductPage: (props: ProductProps) => VNode;
  account: AccountLook;
}

export interface ProductProps {
  visit: Visit;
  product: Product;
  /** Why the thing was not put into the cart, where that was tried. */
  refusal?: string | undefined;
}

/** A layout: its own pages first, then what every shop has. Nothing falls through to the shop's own pages. */
export function openLayout(deps: ShopDeps, look: Look, addOwn: (router: Router) => void): Router {
  const { Frame, ProductPage } = look;
  const router = Router();
  addOwn(router);
  router.get(
    "/products/:slug",
    visit(deps, (visit) => {
      const product = findProduct(String(visit.request.params["slug"]));
      if (product === undefined) return showMissing(Frame, visit);
      return visit.show(<ProductPage visit={visit} product={product} />);
    }),
  );
  router.get(
    "/media/total.svg",
    visit(deps, ({ session, response }) => {
      const { known } = quoteOf(session.basket);
      response.type("image/svg+xml").send(totalPicture(known?.totalCents ?? 0));
    }),
  );
  router.use(browseRoutes(deps, Frame));
  router.use(accountRoutes(deps, Frame, look.account));
  router.use(visit(deps, (visit) => showMissing(Frame, visit)));
  return router;
}

function showMissing(Frame: Frame, visit: Visit): void {
  visit.show(
    <Frame visit={visit} title="Page not found">
      <div class="not-found">
        <h1>The page you requested cannot be found</h1>
        <p>
          It may have moved, or the product is no longer sold. <a href="/">Back to the start page</a>.
        </p>
      </div>
    </Frame>,
    404,
  );
}

/** A piece of a page, as scripts fetch it. */
export function sendPiece(visit: Visit, piece: VNode, status = 200): void {
  visit.response.status(status).type("html").send(render(piece));
}
