import { checkboxMeaning, choiceMeaning, fieldMeaning, isSavedCard, offlineRank } from "./field-meaning.ts";

const NOTHING = { autocomplete: "", label: "", name: "", id: "", placeholder: "", near: "", type: "text" };
const meaningOf = (parts: Partial<typeof NOTHING>) => fieldMeaning({ ...NOTHING, ...parts });

test.each([
  ["shipping_address[address_1]", "street"],
  ["shipping_address[address_2]", "street_more"],
  ["checkout[shipping_address][zip]", "postal_code"],
  ["billing[postcode]", "postal_code"],
  ["firstName", "given_name"],
  ["customer[last_name]", "family_name"],
  ["region_id", "state"],
  ["zone_id", "state"],
  ["country_id", "country"],
  ["street[0]", "street"],
  ["telephone", "phone"],
  ["houseNumber", "house_number"],
  ["items[0][quantity]", "quantity"],
  ["order_comments", "comment"],
  ["po_number", "reference"],
  ["cardnumber", "card_number"],
  ["cardholder-name", "card_name"],
  ["cardExpiryMonth", "card_expiry_month"],
  ["cvc", "card_code"],
  ["coupon_code", "ignore"],
  ["newsletter_email", "ignore"],
  ["vat_id", "ignore"],
  ["fax", "ignore"],
  ["custom_attributes[0]", "unknown"],
])("a field named %s asks for %s", (name, meaning) => {
  expect(meaningOf({ name })).toBe(meaning);
});

test.each([
  ["Email address *", "email"],
  ["Last name (required)", "family_name"],
  ["Address line 2 (optional)", "street_more"],
  ["Apartment, suite, etc. (optional)", "street_more"],
  ["Street and house number", "street"],
  ["House number", "house_number"],
  ["Town / City", "city"],
  ["State / County", "state"],
  ["Postcode / ZIP", "postal_code"],
  ["Country / Region", "country"],
  ["Name", "full_name"],
  ["Name on card", "card_name"],
  ["Expiration date (MM / YY)", "card_expiry"],
  ["Security code", "card_code"],
  ["Order notes (optional)", "comment"],
  ["Discount code or gift card", "ignore"],
  ["Gift message", "ignore"],
  ["Date of birth", "ignore"],
  ["How did you hear about us?", "unknown"],
])("a field labelled %j asks for %s", (label, meaning) => {
  expect(meaningOf({ label })).toBe(meaning);
});

test.each([
  ["shipping address-line1", "street"],
  ["section-a shipping given-name", "given_name"],
  ["billing postal-code", "postal_code"],
  ["address-level1", "state"],
  ["tel", "phone"],
  ["cc-csc", "card_code"],
  ["one-time-code", "ignore"],
])("the token %j says %s, whatever the field is called", (autocomplete, meaning) => {
  expect(meaningOf({ autocomplete, name: "field_7" })).toBe(meaning);
});

test("an address field that is kept from being filled in by `new-password` is no password", () => {
  expect(meaningOf({ autocomplete: "new-password", label: "Address" })).toBe("street");
  expect(meaningOf({ autocomplete: "new-password", type: "password" })).toBe("password");
});

test("what a field is by its type outweighs its words", () => {
  expect(meaningOf({ type: "password", label: "Email" })).toBe("password");
  expect(meaningOf({ type: "search", label: "City" })).toBe("ignore");
  expect(meaningOf({ type: "email" })).toBe("email");
  expect(meaningOf({ type: "tel" })).toBe("phone");
  expect(meaningOf({ type: "tel", label: "ZIP code" })).toBe("postal_code");
});

test("a newsletter's field is left alone, with and without a token", () => {
  expect(meaningOf({ type: "email", label: "Newsletter" })).toBe("ignore");
  expect(meaningOf({ autocomplete: "address-line1", label: "Coupon" })).toBe("ignore");
});

test.each([
  ["Shipping method", ["Flat rate: $5.00", "Free shipping"], "shipping"],
  ["", ["UPS Ground", "Overnight"], "shipping"],
  ["payment_method", ["Cash on delivery", "PayPal"], "payment"],
  ["Delivery", ["Cash on delivery", "Credit card"], "payment"],
  ["Payment", ["One", "Two"], "payment"],
  ["", ["Checkout as guest", "Create an account"], "account"],
  ["", ["Mr", "Mrs"], "salutation"],
  ["Billing address", ["Same as shipping address", "Use a different billing address"], "unknown"],
  ["", ["Red", "Blue"], "unknown"],
])("the question %j with %j is about: %s", (about, answers, meaning) => {
  expect(choiceMeaning(about, answers)).toBe(meaning);
});

test("of payments without a card a bill comes before cash, a transfer and a check", () => {
  const answers = ["Check / Money order", "Direct bank transfer", "Cash on delivery", "Pay later"];
  const ranked = answers.toSorted((one, other) => (offlineRank(one) ?? 99) - (offlineRank(other) ?? 99));
  expect(ranked).toEqual([...answers].toReversed());
});

test.each([
  "Credit card",
  "PayPal Pay Later",
  "Klarna - Pay later",
  "Zip - pay later",
  "Sezzle: buy now, pay later",
  "Cash App Pay",
  "Check out with Shop Pay",
  "eCheck",
  "Apple Pay",
])("%s is no payment without a card", (answer) => {
  expect(offlineRank(answer)).toBeUndefined();
});

test.each([
  ["I agree to the terms and conditions", "terms"],
  ["I have read the data protection policy", "terms"],
  ["Billing address same as shipping", "same_address"],
  ["My billing and shipping address are the same", "same_address"],
  ["Ship to a different address?", "unwanted"],
  ["I agree to receive marketing emails", "unwanted"],
  ["Add shipping protection $2.98", "unwanted"],
  ["Add a protection plan. Terms apply", "unwanted"],
  ["I accept the insurance and its terms", "unwanted"],
  ["I agree to the terms of auto-renewal: $5.00 a month", "unwanted"],
  ["Save my information for next time", "unwanted"],
  ["I am over 18", "unknown"],
])("the box %j is %s", (label, meaning) => {
  expect(checkboxMeaning(label)).toBe(meaning);
});

test("a card on file is known by its last digits", () => {
  expect(isSavedCard("Visa ending in 4242")).toBe(true);
  expect(isSavedCard("•••• 4242")).toBe(true);
  expect(isSavedCard("Credit card")).toBe(false);
});
