import type { VNode } from "preact";
import { render } from "preact-render-to-string";

/** A page's HTML. Preact escapes every text and attribute. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}
