import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";

export const ACCOUNT = accountLook("/account", {
  signInHeading: "Login",
  email: "Email",
  signInButton: "Sign in",
  refused: "Incorrect email or password.",
  ordersHeading: "Order history",
  number: "Order",
  date: "Date",
  reference: "Note",
  view: "View order",
  signOut: "Log out",
});

/** Every page has the drawer in it, closed, and what lies over the page on a first visit. */
export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document
      title={`${title} – Harbor & Pine`}
      sheet="drawer"
      scripts={["drawer", ...(scripts ?? [])]}
      head={head}
      bodyClass="gradient"
    >
      <div class="announcement-bar">Welcome to our store</div>
      <header class="header">
        <nav class="header__inline-menu">
          {CATEGORIES.map(({ slug, name }) => (
            <a key={slug} href={`/categories/${slug}`}>
              {name}
            </a>
          ))}
        </nav>
        <a href="/" class="header__heading">
          Harbor &amp; Pine
        </a>
        <div class="header__icons">
          <a href="/account/login" aria-label="Log in">
            Log in
          </a>
          <a href="/cart" class="header__icon--cart" id="cart-icon-bubble" aria-label="Cart">
            <img src="/assets/layouts/buttons/cart.svg" alt="" width="20" height="20" />
            <span class="cart-count-bubble">{cartCount}</span>
          </a>
        </div>
      </header>
      <main id="MainContent" class="content-for-layout">
        {children}
      </main>
      <div class="drawer" id="CartDrawer" inert>
        <div class="drawer__overlay" data-close-drawer />
        <div class="drawer__inner" role="dialog" aria-modal="true" aria-label="Your cart" tabindex={-1} />
      </div>
      <div class="consent-bar" id="consent" hidden>
        <p>We use cookies to make our shop work and to show you things you may like.</p>
        <button type="button" data-consent="none">
          Manage preferences
        </button>
        <button type="button" data-consent="all">
          Accept all
        </button>
      </div>
      <Newsletter />
    </Document>
  );
}

function Newsletter(): VNode {
  return (
    <div class="popup" id="newsletter" role="dialog" aria-modal="true" aria-label="Newsletter" hidden>
      <div class="popup__card">
        <button type="button" class="popup__close" aria-label="Close dialog">
          ✕
        </button>
        <h2>Get 10% off</h2>
        <p>Join our list for new arrivals and a little something off your first order.</p>
        <form>
          <input type="email" name="contact[email]" placeholder="Email" />
          <button type="button" class="button">
            Sign me up
          </button>
        </form>
        <button type="button" class="popup__no">
          No, thanks
        </button>
      </div>
    </div>
  );
}
