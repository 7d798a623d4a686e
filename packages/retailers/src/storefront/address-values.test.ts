import { plainOrder } from "../plain-order.ts";
import { isSameValue, splitStreet, valueFor } from "./address-values.ts";

const SHAPE = { hasFamilyName: true, hasHouseNumber: false, hasStreetMore: true };
const order = (line2: string | null = null, poNumber: string | null = null) =>
  plainOrder({
    items: [],
    address: {
      first_name: "Ada",
      last_name: "Quinn",
      address_line1: "123 Market Street",
      address_line2: line2,
      city: "San Francisco",
      state: "CA",
      postal_code: "94105-1804",
      phone_number: "+14156935505",
      country: "US",
    },
    email: "orders@example.com",
    marker: "CW-ABC",
    poNumber,
  });

test("one name field alone takes the whole name", () => {
  expect(valueFor("given_name", order(), SHAPE)).toEqual(["Ada"]);
  expect(valueFor("given_name", order(), { ...SHAPE, hasFamilyName: false })).toEqual(["Ada Quinn"]);
});

test("the house number goes where it is asked for, and stays in the street where it is not", () => {
  expect(valueFor("street", order(), SHAPE)).toEqual(["123 Market Street"]);
  const split = { ...SHAPE, hasHouseNumber: true };
  expect(valueFor("street", order(), split)).toEqual(["Market Street"]);
  expect(valueFor("house_number", order(), split)).toEqual(["123"]);
});

test("a second line without a field of its own is not lost", () => {
  expect(valueFor("street", order("Apt 4"), { ...SHAPE, hasStreetMore: false })).toEqual(["123 Market Street, Apt 4"]);
  expect(valueFor("street_more", order("Apt 4"), SHAPE)).toEqual(["Apt 4"]);
  expect(valueFor("street_more", order(), SHAPE)).toBeUndefined();
});

test("a state and a country may be written out or short", () => {
  expect(valueFor("state", order(), SHAPE)).toEqual(["California", "CA"]);
  expect(valueFor("country", order(), SHAPE)).toEqual(expect.arrayContaining(["United States", "US"]));
});

test("the order's mark stands behind the client's own number", () => {
  expect(valueFor("reference", order(), SHAPE)).toEqual(["CW-ABC"]);
  expect(valueFor("comment", order(null, "PO-7"), SHAPE)).toEqual(["PO-7 CW-ABC"]);
});

test.each(["company", "password", "card_number", "ignore", "unknown"] as const)(
  "nothing is made up for %s",
  (field) => {
    expect(valueFor(field, order(), SHAPE)).toBeUndefined();
  },
);

test.each([
  ["123 Market Street", "123", "Market Street"],
  ["12-3 Main St", "12-3", "Main St"],
  ["123B Oak Ave", "123B", "Oak Ave"],
  ["221 B Baker Street", "221 B", "Baker Street"],
  ["100 E Main St", "100", "E Main St"],
  ["123 1st Street", "123", "1st Street"],
  ["5 1/2 Elm St", "5 1/2", "Elm St"],
  ["PO Box 12", "", "PO Box 12"],
])("%s has the number %j and the street %j", (line, number, street) => {
  expect(splitStreet(line)).toEqual([number, street]);
});

test.each([
  ["(415) 693-5505", "+14156935505"],
  ["1 415 693 5505", "+14156935505"],
  ["san francisco", "San Francisco"],
  ["94105 1804", "94105-1804"],
])("%j in a field is %j", (shown, wanted) => {
  expect(isSameValue(shown, [wanted])).toBe(true);
});

test.each([
  ["(415) 693-5506", "+14156935505"],
  ["", "San Francisco"],
  ["", ""],
  ["San", "San Francisco"],
  ["94105", "94105-1804"],
])("%j in a field is not %j", (shown, wanted) => {
  expect(isSameValue(shown, [wanted])).toBe(false);
});
