import { type NoCommand, notUnderstood } from "@cartwright/supervision";
import { type KeysCommand, readKeysCommand } from "../accounts/keys-command.ts";
import { type CatalogueCommand, readCatalogueCommand } from "../catalogue/catalogue-command.ts";
import { type AccountCommand, readAccountCommand } from "./accounts/account-command.ts";
import { type DoctorCommand, readDoctorCommand } from "./doctor/doctor-command.ts";
import { HELP } from "./help.ts";
import { noCommand } from "./no-such-command.ts";
import { type OrderCommand, readOrderCommand } from "./orders/order-command.ts";
import { readShopCommand, type ShopCommand } from "./retailers/shop-command.ts";
import { readUserCommand, type UserCommand } from "./users/user-command.ts";

export type CartwrightCommand =
  | { group: "keys"; command: KeysCommand }
  | { group: "accounts"; command: AccountCommand }
  | { group: "users"; command: UserCommand }
  | { group: "orders"; command: OrderCommand }
  | { group: "retailers"; command: ShopCommand }
  | { group: "catalogue"; command: CatalogueCommand }
  | { group: "doctor"; command: DoctorCommand };

const GROUPS = ["keys", "accounts", "users", "orders", "retailers", "catalogue", "doctor"] as const;

/** Reads the command line of `cartwright`, without asking anything outside. `isJson`: whoever asks is a program. */
export function readCartwright(
  args: readonly string[],
): { isJson: boolean } & ({ command: CartwrightCommand } | { none: NoCommand }) {
  const isJson = args.includes("--json");
  const [group = "", ...rest] = args.filter((word) => word !== "--json");
  if (["", "help", "--help", "-h"].includes(group)) return { isJson, none: { words: HELP, exitCode: 0 } };
  return { isJson, ...readGroup(group, rest) };
}

function readGroup(group: string, rest: string[]): { command: CartwrightCommand } | { none: NoCommand } {
  switch (group) {
    case "keys":
      return within(group, readKeysCommand(rest, "cartwright keys"));
    case "accounts":
      return within(group, readAccountCommand(rest));
    case "users":
      return within(group, readUserCommand(rest));
    case "orders":
      return within(group, readOrderCommand(rest));
    case "retailers":
      return within(group, readShopCommand(rest));
    case "catalogue":
      return within(group, readCatalogueCommand(rest, "cartwright catalogue"));
    case "doctor":
      return within(group, readDoctorCommand(rest));
    default:
      return { none: notUnderstood(noCommand(group, GROUPS), HELP) };
  }
}

type Within<Group> = Extract<CartwrightCommand, { group: Group }>;

function within<Group extends CartwrightCommand["group"]>(
  group: Group,
  read: { command: Within<Group>["command"] } | { none: NoCommand },
): { command: CartwrightCommand } | { none: NoCommand } {
  // What is read by a group's own reader is a command of that group.
  return "none" in read ? read : { command: { group, command: read.command } as CartwrightCommand };
}
