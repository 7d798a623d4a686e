import { hasCardNumber } from "./card-number.ts";

it.each([
  ["4242424242424242", "Visa"],
  ["4242 4242 4242 4242", "Visa with spaces"],
  ["4242-4242-4242-4242", "Visa with dashes"],
  ["4222222222222", "Visa of 13"],
  ["5555555555554444", "Mastercard"],
  ["2223003122003222", "Mastercard of the 2 series"],
  ["378282246310005", "American Express"],
  ["6011111111111117", "Discover"],
  ["3056930009020004", "Diners Club"],
  ["3566002020360505", "JCB"],
  ["6200000000000005", "UnionPay"],
  ["leave it, card 4242 4242 4242 4242, at the door", "a card within words"],
  ["call 555 or 4242424242424242", "a card behind another number"],
  ["1 4242424242424242 2", "a card between single digits"],
])("finds %s (%s)", (text) => {
  expect(hasCardNumber(text)).toBe(true);
});

it.each([
  ["4242424242424241", "a wrong check digit"],
  ["0000000000000000", "no issuer"],
  ["9400111899223197428490", "a tracking number of USPS"],
  ["1Z999AA10123456784", "a tracking number of UPS"],
  ["550e8400-e29b-41d4-a716-446655440000", "a uuid"],
  ["+1 (415) 693-5505", "a phone"],
  ["123 Market Street, 94105-1234", "an address"],
  ["1700000000000", "a timestamp"],
  ["", "nothing"],
])("lets %s pass (%s)", (text) => {
  expect(hasCardNumber(text)).toBe(false);
});
