import { type ButtonMeaning, buttonMeaning, faultCode, saysBotWall, saysCaptcha, saysPlaced } from "./words.ts";

const BUTTONS: readonly (readonly [ButtonMeaning, readonly string[]])[] = [
  ["place", ["Place order", "PLACE ORDER NOW", "Place your order", "Complete Purchase", "Submit Order", "Pay now"]],
  ["place", ["Pay $53.95", "Place Order • $1,053.95", "Place order ($53.95)", "Place order USD 53.95", "Buy now"]],
  ["place", ["Confirm order", "Confirm & Pay", "Place order and pay", "Order with obligation to pay", "Pay securely"]],
  ["place", ["Accept and pay", "Accept & place order", "Okay, place my order", "Yes, place my order", "Save and pay"]],
  ["place", ["Proceed to place order", "Continue to place order"]],
  ["confirm", ["Confirm", "Yes", "Order"]],
  ["express", ["Continue with PayPal", "Pay with PayPal", "Buy with Google Pay", "Shop Pay", "Sign in with Google"]],
  ["other", ["Continue shopping", "Pay later", "Pay in 4", "Order history", "Track order", "Reorder", "Order summary"]],
  ["other", ["Cancel order", "Skip to content", "Payment method", "Apply coupon", "Subscribe", "Add to wish list"]],
  ["add_to_cart", ["Add to cart", "ADD TO BAG", "Add 2 to cart", "Add to cart - $36.00", "Put in cart", "Buy it"]],
  ["view_cart", ["View cart", "Cart (2)", "My Bag", "2 items", "🛒 2", "0 item(s) - $0.00", "View Cart & Checkout"]],
  ["checkout", ["Checkout", "Check out", "Proceed to Checkout", "Secure Checkout", "Continue to checkout"]],
  ["guest", ["Checkout as guest", "Guest checkout", "Continue without an account"]],
  ["continue", ["Continue", "Next", "Save & Continue", "Continue to payment", "Use this address", "Review your order"]],
  ["login", ["Log in", "Sign In", "Sign in / Register"]],
  ["logout", ["Log out", "Sign out"]],
  ["orders", ["Orders", "My orders", "View order"]],
  ["close", ["×", "X", "Close", "No thanks", "OK", "Got it", "Cancel"]],
  ["accept", ["Accept all cookies", "Allow all", "Accept and continue"]],
  ["refuse", ["Reject all", "Only necessary", "Decline"]],
  ["keep_address", ["Use address as entered", "Keep original address"]],
  ["remove", ["Remove", "Remove item", "Delete"]],
  ["plus", ["+", "Increase quantity"]],
  ["update", ["Update cart", "Update"]],
];

test.each(BUTTONS.flatMap(([meaning, names]) => names.map((name) => [name, meaning] as const)))(
  "a button named %j is for: %s",
  (name, meaning) => {
    expect(buttonMeaning(name)).toBe(meaning);
  },
);

test.each([
  ["Sorry, this product is sold out", "product_out_of_stock"],
  ["The requested qty is not available", "product_out_of_stock"],
  ["Not enough items for sale", "product_out_of_stock"],
  ["Limit 2 per customer", "quantity_limit_exceeded"],
  ["Maximum order quantity is 5", "quantity_limit_exceeded"],
  ["We do not ship to this address", "shipping_unavailable"],
  ["There are no shipping methods available", "shipping_unavailable"],
  ["Your card was declined", "payment_declined"],
  ["Invalid email or password", "login_failed"],
  ["No customer account found", "login_failed"],
  ["Your account is locked", "account_locked"],
  ["We couldn't verify this address", "shipping_address_invalid"],
  ["Please enter a valid ZIP code", "shipping_address_invalid"],
])("%j is told as %s", (text, code) => {
  expect(faultCode(text)).toBe(code);
});

test.each([
  "Only 2 left in stock",
  "Ships within 24 hours",
  "Limited edition",
  "Added to cart",
  "Please enter a valid email address",
  "Invalid email address",
  "Your email address is invalid",
  "No account needed",
])("%j names no fault that ends an order", (text) => {
  expect(faultCode(text)).toBeUndefined();
});

test.each([
  "Thank you for your order!",
  "Thank you for your recent purchase",
  "Thank you. Your order has been received.",
  "Thanks, your order is in! (#HP-1001)",
  "You have placed order HP-1001.",
  "Your order is confirmed",
  "Order #1001 confirmed",
  "We received your order",
  "Thank you for shopping with us",
  "Thank you for your order! We'll email you an order confirmation once your order is shipped.",
  "Order received",
])("%j is a confirmation", (text) => {
  expect(saysPlaced(text)).toBe(true);
});

test.each([
  "Thank you for subscribing",
  "Thank you for signing up to our newsletter",
  "Thank you for your patience",
  "Thank you for visiting",
  "Your order could not be placed",
  "We couldn't process your order",
  "Thank you for your order! Unfortunately your payment was declined",
  "Order not placed",
  "Place order",
  "Order history",
  "Your order is being processed",
  "Once your order is placed you will receive an email",
  "We email you when your order is confirmed",
  "An order confirmation will be sent to you",
])("%j is no confirmation", (text) => {
  expect(saysPlaced(text)).toBe(false);
});

test("a wall is known by its words, where the page says little else", () => {
  expect(saysBotWall("Access to this page has been denied")).toBe(true);
  expect(saysBotWall("Pardon Our Interruption")).toBe(true);
  expect(saysBotWall(`Access denied to this beach. ${"A fine towel. ".repeat(120)}`)).toBe(false);
  expect(saysBotWall("Add to cart")).toBe(false);
});

test("a captcha that asks is one, and the badge of one that watches is none", () => {
  expect(saysCaptcha("Please verify that you are human")).toBe(true);
  expect(saysCaptcha("I'm not a robot")).toBe(true);
  expect(saysCaptcha("This site is protected by reCAPTCHA")).toBe(false);
});
