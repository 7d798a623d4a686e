import type { PostalAddress } from "./address-check.ts";
import { offlineAddressCheck } from "./offline-address-check.ts";

const SAN_FRANCISCO: PostalAddress = {
  address_line1: "123 Market Street",
  address_line2: null,
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
};

const check = (changes: Partial<PostalAddress>) => offlineAddressCheck.check({ ...SAN_FRANCISCO, ...changes });

const place = (city: string, state: string, postal_code: string) => ({ city, state, postal_code }) as PostalAddress;

it.each([
  place("San Francisco", "CA", "94105"),
  place("san  francisco", "CA", "94105-1804"),
  place("St. Louis", "MO", "63101"),
  place("Saint Louis", "MO", "63101"),
  place("Ft Worth", "TX", "76102"),
  place("Mt. Vernon", "NY", "10550"),
  place("Winston-Salem", "NC", "27101"),
  place("O'Fallon", "MO", "63366"),
  place("Oakland", "CA", "94105"),
  place("Washington", "DC", "20500"),
  place("San Juan", "PR", "00901"),
  place("Hagåtña", "GU", "96910"),
  place("APO", "AE", "09012"),
  place("FPO", "AP", "96201"),
  place("Honolulu", "HI", "96813"),
])("accepts $city, $state $postal_code", async (address) => {
  expect(await check(address)).toMatchObject({ verdict: "accept", address: { city: address.city.replace("  ", " ") } });
});

it.each([
  [place("NYC", "NY", "10001"), "New York"],
  [place("New York City", "NY", "10118"), "New York"],
  [place("LA", "CA", "90012"), "Los Angeles"],
  [place("SF", "CA", "94105"), "San Francisco"],
])("writes the city of %o in full", async (address, city) => {
  expect(await check(address)).toMatchObject({ verdict: "accept", address: { city } });
});

it.each([
  [place("Springfield", "CA", "94105"), "San Francisco"],
  [place("Los Angeles", "CA", "94105"), "San Francisco"],
  [place("Berlin", "AE", "09012"), "APO"],
])("asks about %o and suggests the ZIP's city", async (address, city) => {
  expect(await check(address)).toMatchObject({
    verdict: "confirm",
    errors: [{ field: "shipping_address.city", received: address.city, expected: city }],
    suggested: { city, postal_code: address.postal_code },
  });
});

it("has a ZIP of another state fixed, and says which state it is of", async () => {
  expect(await check({ postal_code: "10001" })).toMatchObject({
    verdict: "fix",
    errors: [{ field: "shipping_address.postal_code", message: expect.stringContaining("NY (New York)") as string }],
    suggested: null,
  });
});

it.each(["00000", "99999", "88888"])("has the unknown ZIP %s fixed", async (postal_code) => {
  expect(await check({ postal_code })).toMatchObject({ verdict: "fix", errors: [{ code: "unknown_postal_code" }] });
});

it.each(["x", "---", "12345", "asdf", "PO Box", "1", "??? !!!"])("has the street %p fixed", async (address_line1) => {
  expect(await check({ address_line1 })).toMatchObject({
    verdict: "fix",
    errors: [{ field: "shipping_address.address_line1" }],
  });
});

it.each(["PO Box 42", "P.O. Box 7", "One Ferry Building", "1 A St", "N6W23001 Bluemound Rd", "PSC 1234 Box 5678"])(
  "takes the street %p",
  async (address_line1) => {
    expect(await check({ address_line1 })).toMatchObject({ verdict: "accept" });
  },
);
