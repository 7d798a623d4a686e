import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { Purchase } from "../ledger.ts";
import type { Fulfilment } from "../order-history.ts";
import { Field, type FormFault } from "./checkout-frame.tsx";
import { shortDate } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";

interface FormModel {
  shell: Shell;
  form: Record<string, string>;
  fault?: FormFault | undefined;
}

export function signInPage(model: FormModel): VNode {
  return (
    <AccountForm model={model} heading="Sign in" id="sign-in" button="Sign in" password="current-password">
      <p>
        New here? <a href="/account/register">Create an account</a>, or <a href="/orders/lookup">find a guest order</a>.
      </p>
    </AccountForm>
  );
}

export function registerPage(model: FormModel): VNode {
  return (
    <AccountForm
      model={model}
      heading="Create an account"
      id="register"
      button="Create account"
      password="new-password"
    >
      <p>
        Have an account? <a href="/account/sign-in">Sign in</a>.
      </p>
    </AccountForm>
  );
}

function AccountForm(props: {
  model: FormModel;
  heading: string;
  id: "sign-in" | "register";
  button: string;
  password: string;
  children: VNode;
}): VNode {
  const { shell, form, fault } = props.model;
  const faults = fault === undefined ? [] : [fault];
  return (
    <Page shell={shell}>
      <div class="wrap narrow">
        <h1>{props.heading}</h1>
        <form id={props.id} method="post" action={`/account/${props.id}`} novalidate>
          <Field
            name="email"
            label="Email"
            type="email"
            autocomplete="email"
            value={form["email"] ?? ""}
            faults={faults}
          />
          <Field
            name="password"
            label="Password"
            type="password"
            autocomplete={props.password}
            value=""
            faults={faults}
          />
          <button type="submit" class="primary">
            {props.button}
          </button>
        </form>
        {props.children}
      </div>
    </Page>
  );
}

export function lookupPage({ shell, form, fault }: FormModel): VNode {
  const faults = fault === undefined ? [] : [fault];
  return (
    <Page shell={shell}>
      <div class="wrap narrow">
        <h1>Find an order</h1>
        <p>Enter the number from your confirmation, like HP-100042, and the email you ordered with.</p>
        <form id="order-lookup" method="post" action="/orders/lookup" novalidate>
          <Field
            name="order_number"
            label="Order number"
            autocomplete="off"
            value={form["order_number"] ?? ""}
            faults={faults}
          />
          <Field
            name="email"
            label="Email"
            type="email"
            autocomplete="email"
            value={form["email"] ?? ""}
            faults={faults}
          />
          <button type="submit" class="primary">
            Find order
          </button>
        </form>
      </div>
    </Page>
  );
}

interface OrdersModel {
  shell: Shell;
  accountEmail: string;
  reference: string | undefined;
  purchases: readonly Purchase[];
  fulfilmentOf: (purchase: Purchase) => Fulfilment;
  /** All that were found, on every page. */
  count: number;
  page: number;
  pageCount: number;
  now: Date;
}

export function ordersPage(model: OrdersModel): VNode {
  const { shell, accountEmail, reference, purchases, count, now } = model;
  return (
    <Page shell={shell}>
      <div class="wrap">
        <h1>Your orders</h1>
        <div class="account-bar">
          <p>
            Signed in as <strong id="account-email">{accountEmail}</strong>
          </p>
          <form id="sign-out" method="post" action="/account/sign-out">
            <button type="submit" class="link-button">
              Sign out
            </button>
          </form>
        </div>
        <form id="order-filter" method="get" action="/account/orders">
          <label for="reference">Reference</label>
          <input id="reference" name="reference" value={reference ?? ""} />
          <button type="submit" class="quiet-button">
            Filter
          </button>
        </form>
        <p class="quiet">
          <span id="order-count">{count === 1 ? "1 order" : `${count} orders`}</span>, as of{" "}
          <time id="as-of" datetime={now.toISOString()}>
            {now.toLocaleString("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" })} UTC
          </time>
          . All amounts in <span id="currency">USD</span>.
        </p>
        {purchases.length > 0 && <OrdersTable purchases={purchases} fulfilmentOf={model.fulfilmentOf} />}
        {model.pageCount > 1 && <PageLinks {...model} />}
      </div>
    </Page>
  );
}

function OrdersTable({ purchases, fulfilmentOf }: Pick<OrdersModel, "purchases" | "fulfilmentOf">): VNode {
  return (
    <table id="orders" class="lines">
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Date</th>
          <th scope="col">Reference</th>
          <th scope="col">Status</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {purchases.map((purchase) => (
          <tr key={purchase.order_number} data-order-number={purchase.order_number}>
            <td class="number">
              <a href={`/account/orders/${purchase.order_number}`}>{purchase.order_number}</a>
            </td>
            <td class="date">
              <time datetime={purchase.placed_at}>{shortDate(purchase.placed_at)}</time>
            </td>
            <td class="reference">{purchase.reference ?? "—"}</td>
            <td class="status">{fulfilmentOf(purchase).state}</td>
            <td class="line-total">{formatUsd(purchase.total_cents)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PageLinks({ page, pageCount, reference }: OrdersModel): VNode {
  const link = (to: number) =>
    `/account/orders?${new URLSearchParams({ ...(reference === undefined ? {} : { reference }), page: String(to) }).toString()}`;
  return (
    <nav class="page-links" aria-label="Pages">
      {page > 1 && (
        <a rel="prev" href={link(page - 1)}>
          Newer
        </a>
      )}
      <span>
        Page {page} of {pageCount}
      </span>
      {page < pageCount && (
        <a rel="next" href={link(page + 1)}>
          Older
        </a>
      )}
    </nav>
  );
}
