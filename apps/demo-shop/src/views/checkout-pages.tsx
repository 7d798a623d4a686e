import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { MAX_GIFT_MESSAGE, refuseGift } from "../gift.ts";
import { SHIPPING_METHODS, shippingCents } from "../shipping-methods.ts";
import { STATES } from "../states.ts";
import { CheckoutFrame, type CheckoutModel, Field, FieldError } from "./checkout-frame.tsx";

const IDENTITY_CHOICES = [
  { value: "guest", label: "Check out as a guest" },
  { value: "sign_in", label: "Sign in to my account" },
  { value: "register", label: "Create an account" },
] as const;

export function identityPage(model: CheckoutModel): VNode {
  const { form, draft, faults } = model;
  const choice = form["checkout_as"] ?? "guest";
  return (
    <CheckoutFrame model={model} step="identity" heading="How would you like to check out?">
      <form id="checkout-identity" method="post" action="/checkout" novalidate>
        <fieldset class="choices">
          <legend class="visually-hidden">Account</legend>
          {IDENTITY_CHOICES.map(({ value, label }) => (
            <label key={value} class="choice">
              <input
                id={`checkout-as-${value}`}
                type="radio"
                name="checkout_as"
                value={value}
                checked={value === choice}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name="email"
          label="Email"
          type="email"
          autocomplete="email"
          value={form["email"] ?? draft.email ?? ""}
          faults={faults}
          hint="We send your order confirmation here."
        />
        <div class="password-field">
          <Field
            name="password"
            label="Password"
            type="password"
            autocomplete="current-password"
            value=""
            faults={faults}
            required={false}
          />
        </div>
        <button type="submit" class="primary">
          Continue to address
        </button>
      </form>
    </CheckoutFrame>
  );
}

export function addressPage(model: CheckoutModel): VNode {
  const { draft, faults } = model;
  const sent: Record<string, string> = { email: draft.email ?? "", ...draft.address, ...model.form };
  const field = (name: string, label: string, autocomplete: string) => ({
    name,
    label,
    autocomplete,
    faults,
    value: sent[name] ?? "",
  });
  return (
    <CheckoutFrame model={model} step="address" heading="Where should we send it?">
      <form id="checkout-address" method="post" action="/checkout/address" novalidate>
        <div class="field-row">
          <Field {...field("first_name", "First name", "given-name")} maxlength={60} />
          <Field {...field("last_name", "Last name", "family-name")} maxlength={60} />
        </div>
        <Field {...field("address_line1", "Address", "address-line1")} maxlength={120} />
        <Field
          {...field("address_line2", "Apartment, suite, etc.", "address-line2")}
          maxlength={120}
          required={false}
        />
        <div class="field-row field-row-3">
          <Field {...field("city", "City", "address-level2")} maxlength={80} />
          <StateSelect chosen={sent["state"] ?? ""} faults={faults} />
          <Field {...field("postal_code", "ZIP code", "postal-code")} maxlength={10} inputmode="numeric" />
        </div>
        <div class="field">
          <label for="country">Country</label>
          <select id="country" name="country" autocomplete="country" required>
            <option value="US" selected>
              United States
            </option>
          </select>
          <FieldError name="country" faults={faults} />
        </div>
        <div class="field-row">
          <Field {...field("phone", "Phone", "tel")} type="tel" maxlength={40} />
          <Field {...field("email", "Email", "email")} type="email" />
        </div>
        <button type="submit" class="primary">
          Continue to shipping
        </button>
      </form>
    </CheckoutFrame>
  );
}

function StateSelect({ chosen, faults }: { chosen: string; faults: CheckoutModel["faults"] }): VNode {
  const isFaulty = faults.some((fault) => fault.field === "state");
  return (
    <div class="field">
      <label for="state">State</label>
      <select
        id="state"
        name="state"
        autocomplete="address-level1"
        required
        aria-invalid={isFaulty ? "true" : undefined}
        aria-describedby={isFaulty ? "state-error" : undefined}
      >
        <option value="">Choose</option>
        {STATES.map((state) => (
          <option key={state.code} value={state.code} selected={state.code === chosen}>
            {state.name}
          </option>
        ))}
      </select>
      <FieldError name="state" faults={faults} />
    </div>
  );
}

/** Where the destination is refused there is nothing to choose from. */
export function shippingPage(model: CheckoutModel): VNode {
  const { draft, faults, price } = model;
  const isRefused = faults.some((fault) => fault.code === "shipping_unavailable");
  const chosen = draft.shippingMethod ?? "standard";
  return (
    <CheckoutFrame model={model} step="shipping" heading="How fast do you need it?">
      <FieldError name="state" faults={faults} />
      {isRefused ? (
        <a class="button" href="/checkout/address">
          Change the address
        </a>
      ) : (
        <form id="checkout-shipping" method="post" action="/checkout/shipping" novalidate>
          <fieldset class="choices">
            <legend class="visually-hidden">Shipping method</legend>
            {SHIPPING_METHODS.map((method) => {
              const cents = shippingCents(method, price.subtotalCents - price.discountCents);
              return (
                <label key={method.id} class="choice">
                  <input type="radio" name="shipping_method" value={method.id} checked={method.id === chosen} />
                  <span class="choice-name">
                    {method.name} <span class="quiet">{method.estimate}</span>
                  </span>
                  <span class="choice-price">{cents === 0 ? "Free" : formatUsd(cents)}</span>
                </label>
              );
            })}
          </fieldset>
          <FieldError name="shipping_method" faults={faults} />
          <GiftOption {...model} />
          <button type="submit" class="primary">
            Continue to payment
          </button>
        </form>
      )}
    </CheckoutFrame>
  );
}

function GiftOption({ lines, form, draft, faults }: CheckoutModel): VNode {
  const refusal = refuseGift(lines);
  if (refusal !== undefined) {
    return (
      <p id="no-gift" class="quiet">
        {refusal}
      </p>
    );
  }
  return (
    <fieldset id="gift-option" class="choices">
      <legend class="visually-hidden">Gift</legend>
      <label class="choice">
        <input
          type="checkbox"
          name="is_gift"
          value="yes"
          checked={form["is_gift"] !== undefined || draft.gift !== undefined}
        />
        <span class="choice-name">
          This is a gift <span class="quiet">We leave the prices out of the parcel</span>
        </span>
        <span class="choice-price">Free</span>
      </label>
      <FieldError name="is_gift" faults={faults} />
      <Field
        name="gift_message"
        label="Gift message"
        autocomplete="off"
        value={form["gift_message"] ?? draft.gift?.message ?? ""}
        faults={faults}
        required={false}
        maxlength={MAX_GIFT_MESSAGE}
      />
    </fieldset>
  );
}
