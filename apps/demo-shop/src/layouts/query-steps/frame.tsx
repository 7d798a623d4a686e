import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";

export const ACCOUNT = accountLook("/user", {
  signInHeading: "Log in",
  email: "Your email",
  signInButton: "Log in",
  refused: "Invalid email or password.",
  ordersHeading: "Orders",
  number: "Number",
  date: "Placed",
  reference: "Note",
  view: "Details",
});

export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount, accountEmail } = visit.shell(title);
  return (
    <Document title={`${title} - Harbor`} sheet="query-steps" scripts={scripts} head={head}>
      <div id="__root">
        <header class="sc-nav">
          <a href="/" class="sc-brand">
            harbor.
          </a>
          <nav>
            {CATEGORIES.map(({ slug, name }) => (
              <a key={slug} href={`/categories/${slug}`}>
                {name}
              </a>
            ))}
          </nav>
          <div>
            <a href={accountEmail === undefined ? ACCOUNT.signIn : ACCOUNT.orders}>Account</a>{" "}
            <a href="/bag" aria-label={`Bag, ${cartCount} items`}>
              Bag <sup>{cartCount}</sup>
            </a>
          </div>
        </header>
        <main class="sc-main">{children}</main>
        <footer class="sc-foot">Made to be used.</footer>
      </div>
      <div id="portal" />
    </Document>
  );
}
