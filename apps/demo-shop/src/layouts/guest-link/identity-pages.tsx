import type { VNode } from "preact";
import type { Visit } from "../../routes/visit.ts";
import { ACCOUNT, Frame } from "./frame.tsx";

/** A login page; who has no account finds the way on in small print. */
export function LoginFirstPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Login">
      <div class="page-title">
        <h1>{ACCOUNT.words.signInHeading}</h1>
      </div>
      <form method="post" action={ACCOUNT.signIn} class="fieldset">
        <strong>Returning Customer</strong>
        <div class="inputs">
          <label for="Email">Email:</label>
          <input id="Email" name="email" type="email" />
        </div>
        <div class="inputs">
          <label for="Password">Password:</label>
          <input id="Password" name="password" type="password" />
        </div>
        <input type="hidden" name="back" value="/checkout/billingaddress" />
        <button type="submit" class="button-1">
          Log in
        </button>
      </form>
      <div class="new-wrapper">
        <strong>New Customer</strong>
        <p>By creating an account on our website, you will be able to shop faster and be up to date on an order.</p>
        <a href={ACCOUNT.register} class="button-1">
          Register
        </a>
      </div>
      <p class="tiny">
        In a hurry? You can also <a href="/checkout/guest">continue as guest</a>.
      </p>
    </Frame>
  );
}

export function GuestPage({ visit, fault }: { visit: Visit; fault: string | undefined }): VNode {
  return (
    <Frame visit={visit} title="Guest">
      <div class="page-title">
        <h1>Your email</h1>
      </div>
      {fault !== undefined && <div class="message-error">{fault}</div>}
      <form method="post" action="/checkout/guest" class="fieldset">
        <div class="inputs">
          <label for="GuestEmail">Email:</label>
          <input id="GuestEmail" name="Guest.Email" type="text" value={visit.form["Guest.Email"] ?? ""} />
        </div>
        <div class="inputs">
          <label for="GuestConfirm">Confirm email:</label>
          <input id="GuestConfirm" name="Guest.ConfirmEmail" type="text" />
        </div>
        <button type="submit" class="button-1">
          Continue
        </button>
      </form>
    </Frame>
  );
}
