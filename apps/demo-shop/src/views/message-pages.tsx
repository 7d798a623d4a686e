import type { VNode } from "preact";
import { ErrorText } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";
import { Styles } from "./styles.tsx";

export function notFoundPage(shell: Shell): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap message-page">
        <h1>We can’t find that page</h1>
        <p>The link may be old, or the product may no longer be sold.</p>
        <p>
          <a class="button" href="/">
            Back to the shop
          </a>
        </p>
      </div>
    </Page>
  );
}

export function declinedPage(shell: Shell): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap message-page">
        <h1>Payment declined</h1>
        <ErrorText code="payment_declined">Your payment was declined. No order has been placed.</ErrorText>
        <p>Your cart is as you left it.</p>
        <p>
          <a class="button" href="/checkout/payment">
            Choose another way to pay
          </a>
        </p>
      </div>
    </Page>
  );
}

export function soldOutPage(shell: Shell): VNode {
  return (
    <Page shell={shell}>
      <div class="wrap message-page">
        <h1>Just missed it</h1>
        <ErrorText code="sold_out">
          Sorry, an item in your cart sold out while you were checking out. No order has been placed.
        </ErrorText>
        <p>
          <a class="button" href="/cart">
            Back to your cart
          </a>
        </p>
      </div>
    </Page>
  );
}

/** The page of a shop that has just failed: no header, no cart, no reason. */
export function serverErrorPage(): VNode {
  return (
    <Bare title="Something went wrong">
      <h1>Something went wrong</h1>
      <p>We’re sorry, our store had a problem with this page. Please try again in a little while.</p>
      <p class="quiet">Error 500</p>
    </Bare>
  );
}

/** Between the visitor and the checkout, as bot protection services do it. Nothing on it leads on. */
export function captchaPage(): VNode {
  return (
    <Bare title="Security check">
      <h1>Verify you are human</h1>
      <p>Before you continue to checkout, please complete the security check below.</p>
      <form id="captcha-form" class="captcha" method="post" action="/checkout" aria-label="captcha">
        <label>
          <input type="checkbox" name="captcha_response" value="checked" /> I’m not a robot
        </label>
        <span class="captcha-brand">CAPTCHA</span>
      </form>
      <p class="quiet">Why do I see this? Unusual traffic was noticed from your network.</p>
    </Bare>
  );
}

function Bare(props: { title: string; children: VNode[] }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <Styles />
      </head>
      <body class="bare">
        <main id="main">{props.children}</main>
      </body>
    </html>
  );
}
