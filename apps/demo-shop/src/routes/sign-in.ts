import { type Accounts, MIN_PASSWORD_LENGTH, normalEmail } from "../accounts.ts";
import type { FormFault } from "../views/checkout-frame.tsx";
import type { Visit } from "./visit.ts";

/** Does what was chosen with the email and password of the form: nothing for a guest. The fault where it cannot be. */
export function signInOrRegister(accounts: Accounts, visit: Visit, choice: string): FormFault | undefined {
  const { session, form } = visit;
  const email = normalEmail(form["email"] ?? "");
  const password = form["password"] ?? "";
  if (choice === "sign_in") {
    if (!accounts.isPassword(email, password)) {
      return { field: "password", code: "login_failed", message: "This email and password do not match." };
    }
    session.accountEmail = email;
  }
  if (choice === "register") {
    if (password.length < MIN_PASSWORD_LENGTH) {
      const message = `Choose a password of at least ${MIN_PASSWORD_LENGTH} characters.`;
      return { field: "password", code: "password_short", message };
    }
    if (!accounts.register(email, password)) {
      return { field: "email", code: "account_exists", message: "This email has an account. Sign in instead." };
    }
    session.accountEmail = email;
  }
  return undefined;
}
