import { ADMIN_ROLES, AdminRole, AdminUserName } from "@cartwright/schemas";
import {
  BadUsage,
  findOne,
  type NoCommand,
  readOrExplain,
  readWords,
  refuseWords,
  requireWord,
} from "@cartwright/supervision";
import { noCommand } from "../no-such-command.ts";

const COMMANDS = ["list", "add", "password", "role", "disable", "enable"] as const;
const A_NAME = "a user's name, as `list` shows it";

const USAGE = `cartwright users COMMAND

  list
      Who may sign in to the admin area, beside the user of ADMIN_USER and ADMIN_PASSWORD, which is the first one.
  add NAME [--role ${ADMIN_ROLES.join("|")}] [--password-file FILE]
      Without --role, a viewer. Without --password-file the password is read from standard input.
  password NAME [--password-file FILE]
      A new password: it ends the user's sessions.
  role NAME ${ADMIN_ROLES.join("|")}
      viewer looks; operator acts on orders, retailers and webhooks; admin also on keys, accounts, the catalogue and users.
  disable NAME
  enable NAME
      Who is disabled is signed out everywhere, and stays in the audit log.
  --json  One JSON document.
  --help  Shows this.
`;

export type UserCommand =
  | { name: "list" }
  | { name: "add"; user: string; role: AdminRole; passwordFile: string | undefined }
  | { name: "password"; user: string; passwordFile: string | undefined }
  | { name: "role"; user: string; role: AdminRole }
  | { name: "disable" | "enable"; user: string };

/** Reads the words behind `cartwright users`, without asking anything outside. */
export function readUserCommand(args: string[]): { command: UserCommand } | { none: NoCommand } {
  return readOrExplain(args, USAGE, () => toCommand(args));
}

function toCommand([name = "", ...rest]: string[]): UserCommand {
  switch (name) {
    case "list":
      refuseWords(readWords(rest, [], []), name);
      return { name };
    case "add": {
      const words = readWords(rest, ["role", "password-file"], []);
      const user = AdminUserName.safeParse(requireWord(words, "what the new user is called"));
      if (!user.success) throw new BadUsage(`add: the name ${user.error.issues[0]?.message ?? "will not do"}.`);
      const role = toRole("--role", findOne(words, "role") ?? "viewer");
      return { name, user: user.data, role, passwordFile: findOne(words, "password-file") };
    }
    case "password": {
      const words = readWords(rest, ["password-file"], []);
      return { name, user: requireWord(words, A_NAME), passwordFile: findOne(words, "password-file") };
    }
    case "role": {
      const [user = "", role = "", ...others] = readWords(rest, [], []).positionals;
      if (role !== "" && others.length === 0) return { name, user, role: toRole("role", role) };
      throw new BadUsage(`role: expected a user's name and a role. Received: ${rest.join(" ") || "nothing"}.`);
    }
    case "disable":
    case "enable":
      return { name, user: requireWord(readWords(rest, [], []), A_NAME) };
    default:
      throw new BadUsage(noCommand(name, COMMANDS));
  }
}

function toRole(where: string, given: string): AdminRole {
  const role = AdminRole.safeParse(given);
  if (role.success) return role.data;
  throw new BadUsage(`${where}: expected ${ADMIN_ROLES.join(", ")}. Received: ${given}.`);
}
