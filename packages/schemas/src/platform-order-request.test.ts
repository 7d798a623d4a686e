import { PlatformCreditParams, PlatformOrderAttributes } from "./platform-order-request.ts";

it.each([
  ["2022-11-08 19:33:50 UTC", "2022-11-08T19:33:50.000Z"],
  ["2022-11-08T19:33:50.5+01:00", "2022-11-08T18:33:50.500Z"],
  ["2022-11-08 19:33 -0500", "2022-11-09T00:33:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
])("reads %s as a moment", (given, moment) => {
  expect(PlatformOrderAttributes.parse({ approved_at: given }).approved_at).toEqual(new Date(moment));
});

it.each(["<string>", "2023-02-29", "2022-13-01", "2022-11-08 25:00:00 UTC", "08.11.2022", "foo 1", ""])(
  "does not read %j as one",
  (approved_at) => {
    expect(PlatformOrderAttributes.safeParse({ approved_at }).error?.issues).toMatchObject([{ message: "is invalid" }]);
  },
);

it("takes numbers, words and yes or no for each other, and passes over what it does not know", () => {
  const sent = {
    user_id: 1,
    considered_risky: "true",
    ship_address_id: "12",
    line_items_attributes: [{ quantity: "2" }],
  };
  expect(PlatformOrderAttributes.parse({ ...sent, total: { of: "anything" } })).toMatchObject({
    user_id: "1",
    considered_risky: true,
    ship_address_id: 12,
    line_items_attributes: [{ quantity: 2 }],
  });
});

it.each([
  [10, 1_000],
  [10.5, 1_050],
  ["10.50", 1_050],
  ["0.01", 1],
])("reads %j as an amount in cents", (amount, cents) => {
  expect(PlatformCreditParams.parse({ amount }).amount).toBe(cents);
});

it.each([0, -1, "1e3", "1,000.00", "10.505", "", Number.POSITIVE_INFINITY])("does not read %j as one", (amount) => {
  expect(PlatformCreditParams.safeParse({ amount }).success).toBe(false);
});
