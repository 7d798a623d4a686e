import { KEY_SCOPES } from "./api-key.ts";
import { readKeysCommand } from "./keys-command.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";

it.each([
  [["create", "--account", "Ada"], { name: "create", account: "Ada", mode: "test", scopes: [...KEY_SCOPES] }],
  [["create", "--account=-x", "--mode", "live", "--scopes", "orders:read"], { name: "create", account: "-x", mode: "live", scopes: ["orders:read"] }],
  [["list"], { name: "list" }],
  [["revoke", "--id", ID], { name: "revoke", id: ID }],
  [["limit", "--account", "Ada", "--cents-per-day", "5000"], { name: "limit", whose: { accountName: "Ada" }, limits: { spendLimitCents: 5000 } }],
  [["limit", "--id", ID, "--cents-per-day", "none", "--orders-per-day", "0"], { name: "limit", whose: { keyId: ID }, limits: { spendLimitCents: null, orderLimit: 0 } }],
])("understands %p", (args, command) => {
  expect(readKeysCommand(args)).toEqual({ command });
}); // prettier-ignore

it.each([[["--help"]], [["-h"]], [["help"]], [["create", "--help"]], [["create", "--account", "A", "-h"]]])(
  "shows its usage for %p and ends well",
  (args) => {
    expect(readKeysCommand(args)).toEqual({
      none: { words: expect.stringMatching(/^Usage: npm run keys/), exitCode: 0 },
    });
  },
);

it.each([
  [[], "Say what to do: create, list, limit or revoke."],
  [["make"], 'There is no command "make".'],
  [["list", "all"], 'list does not take "all".'],
  [["list", "--id", ID], "list does not take --id."],
  [["create"], "--account is missing: whose key is it?"],
  [["create", "--account"], "--account needs a value."],
  [["create", "--account", "--mode", "live"], "--account needs a value."],
  [["create", "--account", "  "], "--account needs a value."],
  [["create", "--acount", "A"], "There is no option --acount."],
  [["create", "-x"], "There is no option -x."],
  [["create", "--account", "A", "--mode", "prod"], '--mode must be test or live, not "prod".'],
  [["create", "--account", "A", "--scopes", "all"], `There is no scope "all", only ${KEY_SCOPES.join(", ")}.`],
  [["limit", "--cents-per-day", "1"], "Give --account or --id: whose limit is it?"],
  [["limit", "--account", "A", "--id", ID, "--cents-per-day", "1"], "Give --account or --id: whose limit is it?"],
  [["limit", "--account", "A"], "Give --cents-per-day or --orders-per-day: what is the limit?"],
  [
    ["limit", "--id", ID, "--cents-per-day", "$5"],
    '--cents-per-day must be a whole number up to 1000000000000, or none, not "$5".',
  ],
  [
    ["limit", "--id", ID, "--orders-per-day", "1.5"],
    '--orders-per-day must be a whole number up to 1000000000, or none, not "1.5".',
  ],
  [["revoke"], "--id is missing: which key? `list` shows their ids."],
  [["revoke", "--id", "7"], "--id must be the id of a key, as `list` shows it."],
])("refuses %p with one sentence and its usage", (args, sentence) => {
  const read = readKeysCommand(args);
  const [first, empty, usage] = "none" in read ? read.none.words.split("\n") : [];
  expect([first, empty, usage]).toEqual([sentence, "", "Usage: npm run keys -- COMMAND"]);
  expect(read).toMatchObject({ none: { exitCode: 2 } });
});
