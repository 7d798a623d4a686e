import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";

export const ACCOUNT = accountLook(
  "/customer",
  {
    signInHeading: "Welcome, Please Sign In!",
    email: "Email:",
    password: "Password:",
    signInButton: "Log in",
    registerLink: "Register",
    refused: "Login was unsuccessful. The credentials provided are incorrect.",
    ordersHeading: "My account - Orders",
    number: "Order Number",
    date: "Order Date",
    reference: "Your reference",
    total: "Order Total",
    view: "Details",
    signOut: "Log out",
    numberPrefix: "",
  },
  { signIn: "/login", register: "/register", signOut: "/logout", orders: "/order/history" },
);

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount, accountEmail } = visit.shell(title);
  return (
    <Document title={`Harbor & Pine. ${title}`} sheet="guest-link" scripts={scripts} head={head}>
      <div class="master-wrapper-page">
        <div class="header">
          <div class="header-upper">
            <a href={ACCOUNT.register} class="ico-register">
              Register
            </a>
            <a href={accountEmail === undefined ? ACCOUNT.signIn : ACCOUNT.orders} class="ico-login">
              {accountEmail === undefined ? "Log in" : "My account"}
            </a>
            <a href="/cart" class="ico-cart">
              Shopping cart <span class="cart-qty">({cartCount})</span>
            </a>
          </div>
          <div class="header-lower">
            <a href="/" class="header-logo">
              Harbor<b>&amp;</b>Pine
            </a>
            <form action="/search">
              <input type="text" name="q" placeholder="Search store" aria-label="Search store" />
              <button type="submit">Search</button>
            </form>
          </div>
        </div>
        <div class="header-menu">
          {CATEGORIES.map(({ slug, name }) => (
            <a key={slug} href={`/categories/${slug}`}>
              {name}
            </a>
          ))}
        </div>
        <div class="master-wrapper-content">{children}</div>
        <div class="footer">Copyright © Harbor &amp; Pine. All rights reserved.</div>
      </div>
    </Document>
  );
}
