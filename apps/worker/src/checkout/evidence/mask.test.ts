import { SAN_FRANCISCO } from "@cartwright/testing";
import { openMask } from "./mask.ts";

const ORDER = {
  address: { ...SAN_FRANCISCO, first_name: "Zoë", address_line2: "Apt 5B" },
  email: "orders+cw-7@shop.test",
};
const ACCOUNT = { login: "buyer-77@shop.test", password: "pa$$ word" };
const mask = openMask(ORDER, ACCOUNT);

test.each([
  "Zoë Quinn",
  "ZOE",
  "Dear Mr. Quinn,",
  "123 MARKET ST",
  "Deliver to: market street",
  "5b",
  "San Francisco",
  "94105-1234",
  "CA",
  "California",
  "(415) 693-5505",
  "+1 415.693.5505",
  "693-5505",
  "orders+cw-7@shop.test",
  "somebody@else.example",
  "Hello Buyer-77!",
  "pa$$ word",
  "4242 4242 4242 4242",
])("hides %s", (text) => {
  expect(mask.hides(text)).toBe(true);
});

test.each([
  "Place order",
  "Total $123.00",
  "123.94",
  "Qty 3",
  "$94,105.00",
  "Order total: USD 94105",
  "ca. 3 days",
  "Walnut desk organizer",
  "SKU 1234-567-89",
  "Free shipping on orders over $75",
  "Reference CW-7",
  "",
])("does not hide %p", (text) => {
  expect(mask.hides(text)).toBe(false);
});

test("masks the parts and leaves the rest of a sentence", () => {
  expect(mask.mask("typed Zoe into #first, 123 Market into #line1; #total reads $42.95")).toBe(
    "typed ••• into #first, ••• ••• into #line1; #total reads $42.95",
  );
  expect(mask.mask("call (415) 693-5505 or a@b.co")).toBe("call ••• or •••");
  expect(mask.mask("BUYER-77/pa$$ word")).toBe("•••/•••");
});

test("a number that is split over elements is seen when they are read as one", () => {
  expect(mask.hides("(415) ") || mask.hides("693-") || mask.hides("5505")).toBe(false);
  expect(mask.hidesNumber("(415) 693-5505")).toBe(true);
});

test("a guest has no login to hide", () => {
  expect(openMask(ORDER).hides("buyer-77")).toBe(false);
});

test("a gift's message is nobody else's to read", () => {
  const order = { ...ORDER, giftMessage: "Happy birthday, love from Jo" };
  expect(openMask(order).mask("Message: Happy Birthday, love from Jo.")).toBe("Message: •••.");
});
