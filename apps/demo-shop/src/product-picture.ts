import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Product } from "./catalogue.ts";
import { ASSETS_FOLDER } from "./routes/web.ts";

/** The pictures of a product's gallery: the whole thing, standing in a room, and a close look. */
export const PICTURE_VIEWS = ["front", "room", "detail"] as const;
export type PictureView = (typeof PICTURE_VIEWS)[number];

const drawings = new Map<string, string>();

export function isPictureView(view: string): view is PictureView {
  return PICTURE_VIEWS.some((known) => known === view);
}

export function picturePath(slug: string, view: PictureView = "front"): string {
  return `/images/${slug}/${view}.svg`;
}

/** One drawing (400 × 400, standing on y = 330) before three scenes. */
export function productPicture(product: Product, view: PictureView): string {
  const drawing = drawingOf(product.slug);
  const shadow = `<ellipse cx="200" cy="332" rx="122" ry="11" fill="#2c2a26" opacity=".13"/>`;
  const scenes: Record<PictureView, string> = {
    front: `<rect width="400" height="400" fill="${product.backdrop}"/>${shadow}${drawing}`,
    room:
      `<rect width="400" height="400" fill="#f4f1ea"/><path d="M0 0h250L60 300H0z" fill="#fffdf7" opacity=".7"/>` +
      `<rect y="300" width="400" height="100" fill="#d8c7ae"/><rect y="300" width="400" height="3" fill="#b9a486"/>` +
      `<g transform="translate(60 72) scale(.7)">${shadow}${drawing}</g>`,
    detail:
      `<rect width="400" height="400" fill="${product.backdrop}"/>` +
      `<g transform="translate(-210 -200) scale(2.05)">${drawing}</g>`,
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">${scenes[view]}</svg>`;
}

function drawingOf(slug: string): string {
  const known = drawings.get(slug);
  if (known !== undefined) return known;
  const file = join(ASSETS_FOLDER, "drawings", `${slug}.svg`);
  // A whole SVG file nests in another one as it is.
  const drawing = existsSync(file) ? readFileSync(file, "utf8") : "";
  drawings.set(slug, drawing);
  return drawing;
}
