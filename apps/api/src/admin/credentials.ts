import { createHash, timingSafeEqual } from "node:crypto";
import { type Database, findAdminUser, type SessionOwner } from "@cartwright/db";
import type { AdminRole } from "@cartwright/schemas";
import { hashPassword, isPassword } from "./password.ts";

/** Who has shown a name and its password. */
export interface Entered {
  name: string;
  role: AdminRole;
  owner: SessionOwner;
}

/** The user of the configuration: the first one, and the one that is left when all others have locked themselves out. */
export interface ConfiguredAdmin {
  user: string;
  password: string;
}

export interface Credentials {
  /** Undefined: name or password is wrong. Takes as long either way. */
  check: (name: string, password: string) => Promise<Entered | undefined>;
  /** Whether a session of the configured user was opened with the password that is configured now. */
  isCurrent: (credential: string) => boolean;
}

export function openCredentials(db: Database, configured: ConfiguredAdmin): Credentials {
  // A guess at a name that nobody has must take as long as one at a password. Both are hashed when somebody first asks.
  const nobody = once(() => hashPassword("nobody's password"));
  const own = once(() => hashPassword(configured.password));
  const credential = createHash("sha256").update(`cartwright-admin:${configured.password}`).digest("hex");
  return {
    check: async (name, password) => {
      if (name.toLowerCase() === configured.user.toLowerCase()) {
        const entered: Entered = { name: configured.user, role: "admin", owner: { userId: null, credential } };
        return (await isPassword(password, await own())) ? entered : undefined;
      }
      const user = await findAdminUser(db, name);
      const fits = await isPassword(password, user?.passwordHash ?? (await nobody()));
      if (!fits || user === undefined) return undefined;
      return { name: user.name, role: user.role, owner: { userId: user.id } };
    },
    isCurrent: (given) =>
      given.length === credential.length && timingSafeEqual(Buffer.from(given), Buffer.from(credential)),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
