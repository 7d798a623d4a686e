import { CheckoutFailure } from "@cartwright/orders";
import type { RetailerPayment } from "@cartwright/schemas";
import type { CheckoutOrder } from "../driver.ts";
import { findCheapest } from "../store-api/delivery.ts";
import { referenceOf } from "../store-api/reference.ts";
import type { VendureApi, VendureSettings } from "./api.ts";
import { requireDone } from "./cart.ts";
import {
  ARRANGE_PAYMENT,
  METHODS,
  SET_ADDRESSES,
  SET_CUSTOM_FIELDS,
  SET_CUSTOMER,
  SET_SHIPPING,
} from "./operations.ts";

/** Payment methods that ask for nothing at the checkout, by what their names say. */
const OFFLINE =
  /invoice|offline|cash|on[\s-]delivery|bank|transfer|che(ck|que)|manual|purchase[\s-]order|dummy|standard/i;

export async function identifyAsGuest(api: VendureApi, { address, email }: CheckoutOrder): Promise<void> {
  const customer = {
    emailAddress: email,
    firstName: address.first_name,
    lastName: address.last_name,
    phoneNumber: address.phone_number,
  };
  const { setCustomerForOrder: result } = await api.change(SET_CUSTOMER, { customer });
  if (result.errorCode === "GUEST_CHECKOUT_ERROR") {
    throw new CheckoutFailure("unsupported_store_no_guest_checkout", "The shop sells to accounts only.");
  }
  if (result.errorCode === "EMAIL_ADDRESS_CONFLICT_ERROR") {
    throw new CheckoutFailure(
      "login_failed",
      "The address that orders are placed with belongs to an account of the shop: log in with it, or give another address.",
    );
  }
  requireDone(result, "identify as guest");
}

/**
 * Both addresses are the order's. The reference goes where the shop has a field for it, else on the billing address's company
 * line: the shop API shows that again with every order, and no parcel is sent there.
 */
export async function enterAddress(
  api: VendureApi,
  order: CheckoutOrder,
  { reference_field: field }: VendureSettings,
): Promise<void> {
  const { address } = order;
  const shipping = {
    fullName: `${address.first_name} ${address.last_name}`,
    company: "",
    streetLine1: address.address_line1,
    streetLine2: address.address_line2 ?? "",
    city: address.city,
    province: address.state,
    postalCode: address.postal_code,
    countryCode: address.country,
    phoneNumber: address.phone_number,
  };
  const reference = referenceOf(order);
  const billing = field === undefined ? { ...shipping, company: reference } : shipping;
  const done = await api.change(SET_ADDRESSES, { shipping, billing });
  requireDone(done.setOrderShippingAddress, "enter address");
  requireDone(done.setOrderBillingAddress, "enter billing address");
  if (field === undefined) return;
  const { setOrderCustomFields } = await api.change(SET_CUSTOM_FIELDS, {
    fields: { customFields: { [field]: reference } },
  });
  requireDone(setOrderCustomFields, "enter reference");
}

export async function chooseShipping(api: VendureApi): Promise<void> {
  const { eligibleShippingMethods: methods } = await api.read(METHODS);
  const cheapest = findCheapest(methods.map(({ id, name, priceWithTax }) => ({ id, name, amount: priceWithTax })));
  if (cheapest === undefined) {
    throw new CheckoutFailure("shipping_unavailable", "The shop offers no delivery to the order's address.");
  }
  const { setOrderShippingMethod } = await api.change(SET_SHIPPING, { ids: [cheapest.id] });
  requireDone(setOrderShippingMethod, "choose shipping");
}

/** The code of the payment method that the operator named, else of the first that asks for nothing. */
export async function choosePayment(
  api: VendureApi,
  payment: RetailerPayment,
  { payment_method: named }: VendureSettings,
): Promise<string> {
  if (payment !== "offline" && named === undefined) {
    throw new CheckoutFailure("payment_method_invalid", `Paying "${payment}" needs the setting payment_method here.`);
  }
  const { eligiblePaymentMethods } = await api.read(METHODS);
  const methods = eligiblePaymentMethods.filter(({ isEligible }) => isEligible);
  const chosen = methods.find(({ code, name }) =>
    named === undefined ? OFFLINE.test(`${code} ${name}`) : code === named,
  );
  if (chosen !== undefined) return chosen.code;
  const wanted = named === undefined ? "is paid without a card at the checkout" : `is called "${named}"`;
  throw new CheckoutFailure("payment_method_invalid", `None of the shop's payment methods ${wanted}.`, {
    observed: { available: methods.map(({ code }) => code) },
  });
}

/** The last step before the payment: from here on the shop lets nobody change the cart. */
export async function arrangePayment(api: VendureApi): Promise<void> {
  const { transitionOrderToState: result } = await api.change(ARRANGE_PAYMENT);
  if (result?.errorCode === undefined) return;
  const why = `${result.transitionError ?? ""} ${result.message ?? ""}`;
  if (/stock/i.test(why))
    throw new CheckoutFailure("product_out_of_stock", "The shop has no more of what is in the cart.");
  if (/unavailable/i.test(why))
    throw new CheckoutFailure("product_unavailable", "The shop no longer sells what is in the cart.");
  throw new CheckoutFailure("checkout_failed", `The shop did not go on to the payment: ${why.trim()}`);
}
