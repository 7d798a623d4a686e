import type { ComponentChildren, VNode } from "preact";
import { CATEGORIES } from "../catalogue.ts";
import { Styles } from "./styles.tsx";

/** What the frame around a page needs to know. */
export interface Shell {
  title: string;
  path: string;
  url: string;
  origin: string;
  accountEmail: string | undefined;
  cartCount: number;
  year: number;
}

const SHOP_NAME = "Harbor & Pine";

/** A page of the store: head, header, main and footer. `head` adds to the head, `scripts` names browser scripts. */
export function Page(props: {
  shell: Shell;
  head?: ComponentChildren;
  scripts?: readonly string[];
  children: ComponentChildren;
}): VNode {
  const { shell } = props;
  return (
    <html lang="en">
      <Head shell={shell} scripts={props.scripts ?? []}>
        {props.head}
      </Head>
      <body>
        <a class="skip-link" href="#main">
          Skip to content
        </a>
        <p class="announcement">Free standard shipping on orders of $75 or more</p>
        <Header shell={shell} />
        <main id="main">{props.children}</main>
        <Footer year={shell.year} />
      </body>
    </html>
  );
}

function Head(props: { shell: Shell; scripts: readonly string[]; children?: ComponentChildren }): VNode {
  const { title } = props.shell;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === SHOP_NAME ? `${SHOP_NAME}: goods for a calm home` : `${title} · ${SHOP_NAME}`}</title>
      <Styles />
      <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
      {props.children}
      {props.scripts.map((script) => (
        <script key={script} src={`/assets/${script}`} defer />
      ))}
    </head>
  );
}

function Header({ shell }: { shell: Shell }): VNode {
  return (
    <header class="site-header">
      <div class="wrap header-row">
        <a class="wordmark" href="/">
          <img src="/assets/icon.svg" alt="" width="30" height="30" />
          {SHOP_NAME}
        </a>
        <nav class="site-nav" aria-label="Categories">
          {CATEGORIES.map(({ slug, name }) => (
            <a
              key={slug}
              href={`/categories/${slug}`}
              aria-current={shell.path === `/categories/${slug}` ? "page" : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
        <form class="site-search" role="search" action="/search" method="get">
          <label class="visually-hidden" for="site-search">
            Search the store
          </label>
          <input id="site-search" type="search" name="q" placeholder="Search" />
          <button type="submit">
            <span class="visually-hidden">Search</span>
            <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
              <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="2" />
              <path d="m13 13 5 5" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
            </svg>
          </button>
        </form>
        <nav class="account-nav" aria-label="Account and cart">
          <a href={shell.accountEmail === undefined ? "/account/sign-in" : "/account/orders"}>
            {shell.accountEmail === undefined ? "Sign in" : "Account"}
          </a>
          <a class="cart-link" href="/cart">
            Cart <span class="cart-count">{shell.cartCount}</span>
          </a>
        </nav>
      </div>
    </header>
  );
}

function Footer({ year }: { year: number }): VNode {
  return (
    <footer class="site-footer">
      <div class="wrap footer-grid">
        <div>
          <p class="footer-name">{SHOP_NAME}</p>
          <p>Useful things for the home, made by people we know. Shipped from Portland, Oregon since 2014.</p>
        </div>
        <nav aria-label="Shop">
          <p class="footer-heading">Shop</p>
          {CATEGORIES.map(({ slug, name }) => (
            <a key={slug} href={`/categories/${slug}`}>
              {name}
            </a>
          ))}
        </nav>
        <nav aria-label="Help">
          <p class="footer-heading">Help</p>
          <a href="/orders/lookup">Find an order</a>
          <a href="/help#shipping">Shipping</a>
          <a href="/help#returns">Returns</a>
          <a href="/help#contact">Contact</a>
        </nav>
      </div>
      <p class="wrap small-print">© {year} Harbor &amp; Pine. Prices in US dollars; tax is added at checkout.</p>
    </footer>
  );
}
