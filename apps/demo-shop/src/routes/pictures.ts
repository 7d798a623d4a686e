import { Router } from "express";
import { findProduct } from "../catalogue.ts";
import { isPictureView, productPicture } from "../product-picture.ts";

/** `/images/<slug>/<view>.svg`: drawn from one drawing a product. */
export function pictureRoutes(): Router {
  const router = Router();
  router.get("/images/:slug/:view.svg", (request, response, next) => {
    const product = findProduct(request.params.slug);
    const view = request.params.view;
    if (product === undefined || !isPictureView(view)) {
      next();
      return;
    }
    response.set("Cache-Control", "public, max-age=3600").type("image/svg+xml").send(productPicture(product, view));
  });
  return router;
}
