import { readCatalogueCommand } from "./catalogue-command.ts";

const read = (line: string) =>
  readCatalogueCommand(line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', "")) ?? []);

test.each([
  ["import list.CSV --dry-run", { name: "import", file: "list.CSV", format: "csv", isDryRun: true, json: false }],
  ["list --json", { name: "list", json: true }],
  ["export", { name: "export" }],
  ["coupon list", { name: "coupon list" }],
  [
    "coupon add SPRING 500 --account Acme --expires 2026-02-28",
    {
      name: "coupon add",
      account: "Acme",
      code: "SPRING",
      couponName: "SPRING",
      amountCents: 500,
      expiresAt: new Date("2026-03-01"),
    },
  ],
  ["credit --account Acme 5000", { name: "account", account: "Acme", changes: { storeCreditCents: 5000 } }],
  ["account --account Acme", { name: "account", account: "Acme", changes: {} }],
  [
    'account --account Acme --platform-fee 0 --tolerance 150 --recipient-name "Robin Carter" --recipient-phone "(415) 693-5505" --payment-method "card visa 4242"',
    {
      name: "account",
      account: "Acme",
      changes: {
        platformFeeCents: 0,
        priceToleranceCents: 150,
        defaultRecipient: { name: "Robin Carter", phone: "+14156935505" },
        paymentMethod: { type: "card", brand: "visa", last4: "4242" },
      },
    },
  ],
  [
    "account --account Acme --payment-method none",
    { name: "account", account: "Acme", changes: { paymentMethod: null } },
  ],
])("understands `%s`", (line, command) => {
  expect(read(line)).toEqual({ command });
});

test.each([
  ["", /Say what to do/],
  ["imports x.csv", /There is no command "imports"/],
  ["import", /Expected one \.csv or \.json file/],
  ["import list.xlsx", /ends in \.csv or \.json/],
  ["import a.csv --force", /--force: there is no such option here/],
  ["coupon add SPRING --account Acme", /CODE AMOUNT_CENTS/],
  ["coupon add SPRING 0 --account Acme", /AMOUNT_CENTS: expected whole US cents from 1/],
  ["coupon add SPRING 5.00 --account Acme", /AMOUNT_CENTS: expected whole US cents/],
  ["coupon add SPRING 500", /--account is missing/],
  ["coupon add SPRING 500 --account Acme --expires 2026-02-30", /--expires: expected a day/],
  ["credit --account Acme", /an amount in cents/],
  ["account --account Acme --recipient-name Robin", /belong together/],
  ["account --account Acme --recipient-name Robin --recipient-phone 4156935505", /first and a last name/],
  ['account --account Acme --recipient-name "R C" --recipient-phone 12', /a US phone number/],
])("refuses `%s` with 2", (line, words) => {
  expect(read(line)).toMatchObject({ none: { words: expect.stringMatching(words) as string, exitCode: 2 } });
});

test("a whole card number is not said back", () => {
  const refused = read('account --account Acme --payment-method "card visa 4242424242424242"');
  expect(refused).toMatchObject({ none: { exitCode: 2, words: expect.not.stringContaining("42424242") as string } });
});
