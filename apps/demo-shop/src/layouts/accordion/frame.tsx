import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";

export const ACCOUNT = accountLook("/account");

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount, accountEmail } = visit.shell(title);
  return (
    <Document title={title} sheet="accordion" scripts={scripts} head={head} bodyClass={visit.session.layout}>
      <nav id="top">
        <div class="container">
          <span>$ Currency</span>
          <ul class="list-inline">
            <li>
              <a href={accountEmail === undefined ? ACCOUNT.signIn : ACCOUNT.orders}>My Account</a>
            </li>
            <li>
              <a href="/cart" title="Shopping Cart">
                Shopping Cart
              </a>
            </li>
            <li>
              <a href="/checkout" title="Checkout">
                Checkout
              </a>
            </li>
          </ul>
        </div>
      </nav>
      <header class="container header-row">
        <div id="logo">
          <a href="/">Harbor &amp; Pine</a>
        </div>
        <form id="search" action="/search">
          <input type="text" name="q" placeholder="Search" class="form-control" />
          <button type="submit" class="btn btn-default" aria-label="Find">
            ⌕
          </button>
        </form>
        <button type="button" id="cart" class="btn btn-inverse">
          <span id="cart-total">{cartCount} item(s)</span>
        </button>
      </header>
      <nav id="menu" class="container">
        {CATEGORIES.map(({ slug, name }) => (
          <a key={slug} href={`/categories/${slug}`}>
            {name}
          </a>
        ))}
      </nav>
      <div id="content" class="container">
        {children}
      </div>
      <footer>
        <div class="container">Powered by care. Harbor &amp; Pine Store</div>
      </footer>
    </Document>
  );
}
