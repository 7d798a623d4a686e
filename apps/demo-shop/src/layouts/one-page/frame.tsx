import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { Document, type FrameProps } from "../page/document.tsx";
import { accountLook } from "../page/account-look.ts";

export const ACCOUNT = accountLook("/customer/account", {
  signInHeading: "Customer Login",
  email: "Email",
  signInButton: "Sign In",
  refused: "The account sign-in was incorrect or your account is disabled temporarily.",
  ordersHeading: "My Orders",
  number: "Order #",
  date: "Date",
  reference: "PO Number",
  total: "Order Total",
  view: "View Order",
  signOut: "Sign Out",
  numberPrefix: "",
});

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount, accountEmail, year } = visit.shell(title);
  return (
    <Document title={title} sheet="one-page" scripts={scripts} head={head} bodyClass="page-layout-1column">
      <div class="page-wrapper">
        <header class="page-header">
          <div class="panel header">
            <span class="greet welcome">Default welcome msg!</span>
            <ul class="header links">
              <li>
                <a href={accountEmail === undefined ? ACCOUNT.signIn : ACCOUNT.orders}>
                  {accountEmail === undefined ? "Sign In" : "My Account"}
                </a>
              </li>
            </ul>
          </div>
          <div class="header content">
            <a class="logo" href="/" aria-label="store logo">
              HARBOR<em>+</em>PINE
            </a>
            <div class="minicart-wrapper">
              <a class="action showcart" href="/checkout/cart">
                <span class="text">My Cart</span>
                <span class="counter qty">
                  <span class="counter-number">{cartCount === 0 ? "" : cartCount}</span>
                </span>
              </a>
            </div>
          </div>
          <nav class="navigation">
            {CATEGORIES.map(({ slug, name }) => (
              <a key={slug} href={`/categories/${slug}`}>
                {name}
              </a>
            ))}
          </nav>
        </header>
        <main id="maincontent" class="page-main">
          {children}
        </main>
        <footer class="page-footer">
          <form class="form subscribe" action="/search">
            <input name="q" type="search" placeholder="Enter your email address" aria-label="Newsletter" />
            <button class="action subscribe" type="button">
              Subscribe
            </button>
          </form>
          <small class="copyright">Copyright © {year} Harbor and Pine. All rights reserved.</small>
        </footer>
      </div>
    </Document>
  );
}
