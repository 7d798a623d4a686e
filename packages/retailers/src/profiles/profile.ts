import type { FailureCode } from "@cartwright/schemas";

/** What a page tells of the software that made it. */
export interface PageSigns {
  url: URL;
  /** `<meta name=generator>`. */
  generator: string;
  /** `<meta property=og:site_name>`. */
  siteName: string;
  /** Beginnings of the addresses of its scripts and style sheets. */
  assets: readonly string[];
  /** Names of the cookies that are set. */
  cookies: readonly string[];
}

/**
 * What is worth knowing about a shop platform. Every part is a hint that is tried before the engine's own ways, and none is
 * relied upon: a platform's shops differ. Selectors are CSS.
 */
export interface Profile {
  name: string;
  /** True only where an order was placed at the real thing with this profile. */
  verified: boolean;
  detect: (signs: PageSigns) => boolean;
  hints?: {
    addToCart?: string;
    quantity?: string;
    /** Paths on the shop's origin. */
    cartPath?: string;
    checkoutPath?: string;
    loginPath?: string;
    placeOrder?: string;
    orderNumber?: string;
  };
  /** Refusals after the purchase that are proven, by a test against the shop's own books, to store no order. */
  refusals?: readonly { selector: string; code: FailureCode }[];
  /** Where an account's orders are, newest first. */
  history?: {
    path: string;
    /** Only of a sandbox: a customer that everybody knows, whose history shows what guests bought with its email. */
    account?: { login: string; password: string };
  };
}
