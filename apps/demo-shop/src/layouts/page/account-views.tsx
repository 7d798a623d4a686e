import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { Purchase } from "../../ledger.ts";
import { AddressLines, paymentName, shortDate } from "../../views/parts.tsx";
import { plainNumber } from "../counter/place-order.ts";
import type { AccountLook } from "./account-look.ts";
import { variantText } from "./parts.tsx";

interface FormProps {
  look: AccountLook;
  /** Where the visitor wanted to go before being asked who they are. */
  back: string | undefined;
  fault: string | undefined;
}

export function SignInForm({ look, back, fault }: FormProps): VNode {
  const { words } = look;
  return (
    <div class="account-form">
      <h1>{words.signInHeading}</h1>
      {fault !== undefined && <div class="alert alert-danger">{fault}</div>}
      <form action={look.signIn} method="post">
        <label for="input-email">{words.email}</label>
        <input type="text" name="email" id="input-email" />
        <label for="input-password">{words.password}</label>
        <input type="password" name="password" id="input-password" />
        {back !== undefined && <input type="hidden" name="back" value={back} />}
        <button type="submit" class="btn">
          {words.signInButton}
        </button>
      </form>
      <p>
        <a href={look.register}>{words.registerLink}</a>
      </p>
    </div>
  );
}

export function RegisterForm({ look, back, fault }: FormProps): VNode {
  const { words } = look;
  return (
    <div class="account-form">
      <h1>{words.registerLink}</h1>
      {fault !== undefined && <div class="alert alert-danger">{fault}</div>}
      <form action={look.register} method="post">
        <label for="register-email">{words.email}</label>
        <input type="text" name="email" id="register-email" />
        <label for="register-password">{words.password}</label>
        <input type="password" name="password" id="register-password" />
        {back !== undefined && <input type="hidden" name="back" value={back} />}
        <button type="submit" class="btn">
          {words.registerLink}
        </button>
      </form>
    </div>
  );
}

export function OrderList({ look, purchases }: { look: AccountLook; purchases: readonly Purchase[] }): VNode {
  const { words } = look;
  return (
    <div class="account-orders">
      <h1>{words.ordersHeading}</h1>
      {purchases.length === 0 && <p>You have not made any previous orders!</p>}
      {purchases.length > 0 && (
        <table class="order-table">
          <thead>
            <tr>
              <td>{words.number}</td>
              <td>{words.date}</td>
              <td>{words.reference}</td>
              <td>{words.total}</td>
              <td />
            </tr>
          </thead>
          <tbody>
            {purchases.map((purchase) => (
              <tr key={purchase.order_number}>
                <td>
                  {words.numberPrefix}
                  {plainNumber(purchase)}
                </td>
                <td>{shortDate(purchase.placed_at)}</td>
                <td>{purchase.reference}</td>
                <td>{formatUsd(purchase.total_cents)}</td>
                <td>
                  <a href={`${look.orders}/${plainNumber(purchase)}`}>{words.view}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href={look.signOut}>{words.signOut}</a>
      </p>
    </div>
  );
}

export function OrderDetail({ look, purchase }: { look: AccountLook; purchase: Purchase }): VNode {
  const { words } = look;
  return (
    <div class="account-order">
      <h1>
        {words.number}: {words.numberPrefix}
        {plainNumber(purchase)}
      </h1>
      <p>
        {words.date}: {shortDate(purchase.placed_at)}
        <br />
        {paymentName(purchase.payment_method)}
      </p>
      {purchase.reference !== null && (
        <p>
          {words.reference}: {purchase.reference}
        </p>
      )}
      <AddressLines address={purchase.address} />
      <table class="order-table">
        <tbody>
          {purchase.items.map((item) => (
            <tr key={item.sku}>
              <td>
                {item.title} <small>{variantText(item)}</small>
              </td>
              <td>{item.quantity}</td>
              <td>{formatUsd(item.line_total_cents)}</td>
            </tr>
          ))}
          <SumRow name="Sub-Total" cents={purchase.subtotal_cents} />
          <SumRow name="Shipping" cents={purchase.shipping_cents} />
          <SumRow name="Tax" cents={purchase.tax_cents} />
          <SumRow name={words.total} cents={purchase.total_cents} />
        </tbody>
      </table>
      <p>
        <a href={look.orders}>{words.ordersHeading}</a>
      </p>
    </div>
  );
}

function SumRow({ name, cents }: { name: string; cents: number }): VNode {
  return (
    <tr>
      <td />
      <td>{name}</td>
      <td>{formatUsd(cents)}</td>
    </tr>
  );
}
