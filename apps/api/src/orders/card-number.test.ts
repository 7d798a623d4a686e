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
  ["4242.4242.4242.4242", "dots"],
  ["4242/4242/4242/4242", "slashes"],
  ["4242_4242_4242_4242", "underscores"],
  ["4242\u00A04242\u00A04242\u00A04242", "no-break spaces"],
  ["4242\u20114242\u20114242\u20114242", "no-break hyphens"],
  ["4242\u20134242\u20144242\u22124242", "dashes of other kinds"],
  ["4242\u200B4242\u200B4242\u200B4242", "zero-width spaces"],
  ["4242 | 4242 | 4242 | 4242", "bars with spaces"],
  ["4242, 4242,\n4242, 4242", "commas and a line break"],
  ["4.2.4.2.4.2.4.2.4.2.4.2.4.2.4.2", "a dot after each digit"],
  ["\uFF14\uFF12\uFF14\uFF12 \uFF14\uFF12\uFF14\uFF12 4242 4242", "full-width digits"],
  ["3782.822463.10005", "American Express with dots"],
  ["42424242.42424242", "two halves with a dot"],
  ["1.4242424242424242", "a card behind a list's number"],
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
  ["40.71277612345678", "a coordinate whose digits would pass for a card's"],
  ["40.7127761234567, -74.0059741234567", "two coordinates"],
  ["2026-11-22 17:54:56.123456", "a time"],
  ["11/22/2026 - 12/24/2026", "two dates"],
  ["192.168.100.200, 10.20.30.40", "two addresses of machines"],
  ["(415) 693-5505 x 4242 4242 4242", "too few digits behind a letter"],
  ["4242a4242b4242c4242", "digits with letters between"],
  ["", "nothing"],
])("lets %s pass (%s)", (text) => {
  expect(hasCardNumber(text)).toBe(false);
});
