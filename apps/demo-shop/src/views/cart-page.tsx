import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { type CartLine, hasPage, MAX_QUANTITY } from "../cart.ts";
import { type CartPrice, lineTotalCents } from "../pricing.ts";
import { picturePath } from "../product-picture.ts";
import { ErrorText, Totals, VariantText } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";

/** What went wrong with a line, or with the promotion code where no line is named. */
export interface CartFault {
  sku: string | undefined;
  code: string;
  message: string;
}

interface CartModel {
  shell: Shell;
  lines: readonly CartLine[];
  promoCode: string | undefined;
  price: CartPrice;
  fault?: CartFault | undefined;
}

export function cartPage(model: CartModel): VNode {
  const isEmpty = model.lines.length === 0;
  return (
    <Page shell={model.shell}>
      <div class="wrap">
        <h1>Your cart</h1>
        {isEmpty ? <EmptyCart /> : <FullCart {...model} />}
      </div>
    </Page>
  );
}

function EmptyCart(): VNode {
  return (
    <>
      <p id="cart-empty">Your cart is empty.</p>
      <a class="button" href="/">
        Continue shopping
      </a>
    </>
  );
}

function FullCart({ lines, price, promoCode, fault }: CartModel): VNode {
  return (
    <div class="with-summary">
      <table class="lines cart-lines">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Price</th>
            <th scope="col">Quantity</th>
            <th scope="col">Total</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <CartRow key={line.sku} line={line} fault={fault?.sku === line.sku ? fault : undefined} />
          ))}
        </tbody>
      </table>
      <aside class="summary" aria-labelledby="summary">
        <h2 id="summary">Summary</h2>
        <Totals price={price} />
        <p class="quiet">Shipping and tax are calculated at checkout.</p>
        <a id="checkout" class="button primary" href="/checkout">
          Checkout
        </a>
        <PromoForm promoCode={promoCode} fault={fault?.sku === undefined ? fault : undefined} />
      </aside>
    </div>
  );
}

function CartRow({ line, fault }: { line: CartLine; fault: CartFault | undefined }): VNode {
  const quantityId = `quantity-${line.sku}`;
  return (
    <tr data-sku={line.sku}>
      <td class="line-item">
        {hasPage(line) && <img src={picturePath(line.slug)} alt="" width="72" height="72" />}
        <div>
          {hasPage(line) ? (
            <a class="line-title" href={`/products/${line.slug}`}>
              {line.title}
            </a>
          ) : (
            <span class="line-title">{line.title}</span>
          )}
          <VariantText variant={line.variant} />
          <form class="remove-line" method="post" action="/cart/remove">
            <input type="hidden" name="sku" value={line.sku} />
            <button type="submit" class="link-button" aria-label={`Remove ${line.title}`}>
              Remove
            </button>
          </form>
        </div>
      </td>
      <td class="unit-price">{formatUsd(line.unitPriceCents)}</td>
      <td class="quantity">
        <form class="update-line" method="post" action="/cart/update" novalidate>
          <input type="hidden" name="sku" value={line.sku} />
          <label class="visually-hidden" for={quantityId}>
            Quantity of {line.title}
          </label>
          <input id={quantityId} name="quantity" type="number" min="0" max={MAX_QUANTITY} value={line.quantity} />
          <button type="submit" class="link-button">
            Update
          </button>
        </form>
        {fault !== undefined && <ErrorText code={fault.code}>{fault.message}</ErrorText>}
      </td>
      <td class="line-total">{formatUsd(lineTotalCents(line))}</td>
    </tr>
  );
}

function PromoForm({ promoCode, fault }: { promoCode: string | undefined; fault: CartFault | undefined }): VNode {
  if (promoCode !== undefined) return <p class="quiet">Code {promoCode} is applied.</p>;
  return (
    <form id="promo" method="post" action="/cart/promo">
      <label for="promo_code">Promotion code</label>
      <div class="inline-field">
        <input id="promo_code" name="promo_code" autocomplete="off" />
        <button type="submit" class="quiet-button">
          Apply
        </button>
      </div>
      {fault !== undefined && <ErrorText code={fault.code}>{fault.message}</ErrorText>}
    </form>
  );
}
