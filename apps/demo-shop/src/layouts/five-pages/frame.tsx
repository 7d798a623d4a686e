import type { VNode } from "preact";
import { CATEGORIES } from "../../catalogue.ts";
import { accountLook } from "../page/account-look.ts";
import { Document, type FrameProps } from "../page/document.tsx";

export const ACCOUNT = accountLook(
  "/account",
  {
    signInHeading: "Welcome, Please Sign In",
    signInButton: "Sign In",
    ordersHeading: "My Order History",
    number: "Order Number",
    reference: "Comments",
    refused: "Error: No match for E-Mail Address and/or Password.",
    numberPrefix: "",
  },
  { signIn: "/login", register: "/create_account", signOut: "/logoff", orders: "/account_history" },
);

/** A page of tables within tables, as shops were built when browsers had nothing else. */
export function Frame({ visit, title, scripts, head, children }: FrameProps): VNode {
  const { cartCount } = visit.shell(title);
  return (
    <Document title={`Harbor & Pine : ${title}`} sheet="five-pages" scripts={scripts} head={head}>
      <table class="header" width="100%">
        <tbody>
          <tr>
            <td class="logo">Harbor &amp; Pine</td>
            <td class="headerNavigation" align="right">
              <a href="/account_history">My Account</a> &nbsp;|&nbsp; <a href="/shopping_cart">Cart Contents</a>{" "}
              &nbsp;|&nbsp; <a href="/checkout_shipping">Checkout</a>
            </td>
          </tr>
        </tbody>
      </table>
      <table class="body" width="100%">
        <tbody>
          <tr>
            <td class="column" width="180" valign="top">
              <div class="infoBoxHeading">Categories</div>
              <div class="infoBox">
                {CATEGORIES.map(({ slug, name }) => (
                  <div key={slug}>
                    <a href={`/categories/${slug}`}>{name}-&gt;</a>
                  </div>
                ))}
              </div>
              <div class="infoBoxHeading">Quick Find</div>
              <div class="infoBox">
                <form action="/search">
                  <input type="text" name="q" size={10} />
                </form>
              </div>
              <div class="infoBoxHeading">Shopping Cart</div>
              <div class="infoBox">{cartCount === 0 ? "0 items" : `${cartCount} item(s)`}</div>
            </td>
            <td class="content" valign="top">
              {children}
            </td>
          </tr>
        </tbody>
      </table>
      <p class="footer">Copyright &copy; Harbor &amp; Pine</p>
    </Document>
  );
}

/** A button that is a picture of a button: its words are only in its `alt`. */
export function ImageButton(props: { file: string; alt: string; name?: string }): VNode {
  return <input type="image" name={props.name} src={`/assets/layouts/buttons/${props.file}.svg`} alt={props.alt} />;
}
