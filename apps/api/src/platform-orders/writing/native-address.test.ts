import type { PlatformAddressRow } from "@cartwright/db";
import { ShippingAddressInput } from "@cartwright/schemas";
import { NEW_YORK } from "../../testing/platform-carts.ts";
import { toCartField, toNativeAddress } from "./native-address.ts";

const ADDRESS: PlatformAddressRow = {
  ...NEW_YORK,
  id: 1,
  accountId: "",
  mode: "test",
  company: null,
  alternativePhone: null,
  label: null,
  userId: null,
  stateName: "New York",
  stateId: "516",
  countryId: "224",
  publicMetadata: {},
  privateMetadata: {},
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

it("is an address as the native API takes it", () => {
  expect(ShippingAddressInput.parse(toNativeAddress(ADDRESS))).toEqual({
    first_name: "John",
    last_name: "Snow",
    address_line1: "350 5th Ave",
    address_line2: "1st suite",
    city: "New York",
    state: "NY",
    postal_code: "10118",
    phone_number: "+1 212 736 3100",
    country: "US",
  });
});

it.each([
  ["its two letters", "ca", null, "CA"],
  ["its name", " north  carolina ", null, "NC"],
  ["the id that the contract's requests have", null, "516", "NY"],
  ["a name beside an id that is somebody's own", "Texas", "4711", "TX"],
  ["two letters in the place of the id", "", "wa", "WA"],
])("knows a state by %s", (_what, stateName, stateId, state) => {
  expect(toNativeAddress({ ...ADDRESS, stateName, stateId })).toMatchObject({ state });
});

it.each(["US", "usa", "224", "United States"])("knows the country as %s", (countryId) => {
  expect(toNativeAddress({ ...ADDRESS, countryId })).toMatchObject({ country: "US" });
});

it.each([
  ["shipping_address.postal_code", "ship_address.zipcode"],
  ["shipping_address.name", "ship_address.firstname"],
  ["products[3].url", "line_items"],
  ["metadata.ref", "public_metadata"],
  ["max_price", "total"],
  ["Idempotency-Key", "Idempotency-Key"],
])("calls %s %s", (field, own) => {
  expect(toCartField(field)).toBe(own);
});
