import { readCartwright } from "./cartwright-command.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";
const list = { name: "list", status: undefined, sought: "", account: undefined, limit: 20 };

it.each([
  ["keys list", { group: "keys", command: { name: "list" } }],
  ["accounts limit Acme --cents-per-day 5000", { group: "accounts", command: { name: "limit", command: { name: "limit", whose: { accountName: "Acme" }, limits: { spendLimitCents: 5000 } } } }],
  ["accounts credit Acme 500", { group: "accounts", command: { name: "set", command: { name: "account", account: "Acme", changes: { storeCreditCents: 500 } } } }],
  ["users add Ada --role operator", { group: "users", command: { name: "add", user: "Ada", role: "operator", passwordFile: undefined } }],
  ["users role Ada admin", { group: "users", command: { name: "role", user: "Ada", role: "admin" } }],
  ["orders list", { group: "orders", command: list }],
  ["orders list --status order_failed --q basket=7 --account Acme --limit 3", { group: "orders", command: { ...list, status: "order_failed", sought: "basket=7", account: "Acme", limit: 3 } }],
  ["orders list --needs-you", { group: "orders", command: { name: "list needs-you", limit: 20 } }],
  ["orders show ORD-2026-000042", { group: "orders", command: { name: "show", id: "ORD-2026-000042" } }],
  [`orders resolve ${ID} placed --number A1 --number B2 --total $42.95 --evidence mail`, { group: "orders", command: { name: "resolve", id: ID, body: { outcome: "placed", merchant_order_ids: ["A1", "B2"], total: 4295, evidence: "mail" } } }],
  [`orders resolve ${ID} not-placed --evidence called`, { group: "orders", command: { name: "resolve", id: ID, body: { outcome: "not_placed", evidence: "called" } } }],
  ["retailers disable shop.example", { group: "retailers", command: { name: "disable", id: "shop.example" } }],
  ["catalogue export", { group: "catalogue", command: { name: "export" } }],
  ["doctor --online", { group: "doctor", command: { isOnline: true } }],
])("understands %s, with --json anywhere", (line, command) => {
  expect(readCartwright(line.split(" "))).toEqual({ isJson: false, command });
  const [first = "", ...rest] = line.split(" ");
  expect(readCartwright([first, "--json", ...rest])).toEqual({ isJson: true, command });
}); // prettier-ignore

it.each([
  ["ordres list", 'There is no command "ordres". Did you mean orders?', "cartwright GROUP"],
  ["frobnicate", 'There is no command "frobnicate".', "cartwright GROUP"],
  ["orders", "Say what to do: list, show, retry, resolve, cancel.", "cartwright orders"],
  ["orders shwo 1", 'There is no command "shwo". Did you mean show?', "cartwright orders"],
  ["orders show", "Expected an order: its id, or a number of it. Received: nothing.", "cartwright orders"],
  ["orders list --status failed", "--status: expected one of pending, in_progress, order_placed, order_failed. Received: failed.", "cartwright orders"],
  ["orders list --limit 0", "--limit: expected a whole number from 1 to 1000. Received: 0.", "cartwright orders"],
  ["orders list --needs-you --q x", "--needs-you goes with --limit alone, not with --q.", "cartwright orders"],
  ["orders resolve 1 placed --evidence mail", "--number is missing: what does the retailer call the order?", "cartwright orders"],
  ["orders resolve 1 placed --number A", "--evidence is missing: how do you know? A mail, a page, a call.", "cartwright orders"],
  ["orders resolve 1 placed --number A --total 1,5 --evidence x", "--total: expected dollars and cents, as 42.95. Received: 1,5.", "cartwright orders"],
  ["orders resolve 1 not-placed --number A --evidence x", "--number: what was not placed has none.", "cartwright orders"],
  ["orders resolve 1 perhaps --evidence x", "resolve: expected an order and its outcome, placed or not-placed. Received: 1 perhaps.", "cartwright orders"],
  ["accounts limit --cents-per-day 1", "Expected an account's name, as `list` shows it. Received: --cents-per-day.", "cartwright accounts"],
  ["users add Ada --role boss", "--role: expected viewer, operator, admin. Received: boss.", "cartwright users"],
  ["users add <b>", "add: the name must be letters, digits, spaces and . _ @ -, a letter or digit first.", "cartwright users"],
  ["users disable", "Expected a user's name, as `list` shows it. Received: nothing.", "cartwright users"],
  ["keys create", "--account is missing: whose key is it?", "Usage: cartwright keys"],
  ["retailers bogus", 'There is no command "bogus".', "cartwright retailers"],
  ["doctor now", "doctor takes no words. Received: now.", "cartwright doctor"],
  ["doctor --onlin", "--onlin: there is no such option here.", "cartwright doctor"],
])("says of %s why not, and shows the nearest help", (line, fault, help) => {
  const read = readCartwright(line.split(" "));
  expect(read).toMatchObject({ none: { fault, exitCode: 2 } });
  expect("none" in read && read.none.words.startsWith(`${fault}\n\n${help}`)).toBe(true);
}); // prettier-ignore

it.each(["", "help", "--help", "-h", "orders --help", "keys -h", "doctor --help"])("shows help for %p, and ends well", (line) => {
  const read = readCartwright(line.split(" ").filter((word) => word !== ""));
  expect(read).toMatchObject({ none: { exitCode: 0, words: expect.stringMatching(/^(Usage: )?cartwright /) } });
}); // prettier-ignore
