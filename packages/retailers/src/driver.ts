import type { CheckoutFailure, CheckoutStage, ShownLine, ShownShipments } from "@cartwright/orders";
import type {
  FailureCode,
  FulfillmentPreferences,
  PriceComponents,
  ProductCondition,
  ShippingAddress,
  Variant,
} from "@cartwright/schemas";
import type { Page } from "puppeteer";

/** Which product is wanted, and how many of it. */
export interface WantedProduct {
  url: string;
  quantity: number;
  variant: Variant[] | null;
}

/** One line of an order. */
export interface OrderedItem extends WantedProduct {
  id: string;
  /** The conditions that an offer may be in; null or empty: any. */
  conditionIn: ProductCondition[] | null;
  /** The conditions that it must not be in. */
  conditionNotIn: ProductCondition[] | null;
}

/** What a driver is told of an order. */
export interface CheckoutOrder {
  items: OrderedItem[];
  address: ShippingAddress;
  /** The operator's address for the shop's mails. */
  email: string;
  /** Ours: put where the shop keeps a reference and shows it again. */
  marker: string;
  /** The client's own, which ours must not displace. */
  poNumber: string | null;
  /** The most days that the shop may take to hand the parcel over; null: as many as it likes. */
  handlingDaysMax: number | null;
  /** A gift: no prices on the packing slip. It is not bought as anything else, unless its buyer allows that. */
  isGift: boolean;
  /** For whoever gets the gift. It goes where the shop asks for one, and is left out elsewhere. */
  giftMessage: string | null;
  /** Which rules its buyer loosens. */
  fulfillment: FulfillmentPreferences;
}

/** What of an order is to be given up: a line of it, or a part of its quantity. */
export interface ConcededLine {
  item: OrderedItem;
  /** So many are to be had. Absent: none. */
  fulfilledQuantity?: number;
}

/** The account at the shop that an order is bought with. Its password goes into the shop's own login form, and nowhere else. */
export interface ShopAccount {
  login: string;
  password: string;
}

/** What every driver is given of one attempt at one order. */
interface Attempt {
  order: CheckoutOrder;
  /** Undefined: the order is a guest's. */
  account?: ShopAccount | undefined;
  /**
   * Runs one named step; its name and time go to the attempt's log. `stage` is how far the checkout is with it, and with the
   * steps after it that name none: it decides whether a failure is worth another attempt.
   */
  step: <T>(name: string, run: () => Promise<T>, stage?: CheckoutStage) => Promise<T>;
  /** Adds to the step's entry in the log what was tried and seen: element names and counts, never what a buyer typed. */
  saw: (what: string) => void;
  /**
   * Whether the order goes on without what has just failed, as its buyer allows: then it is noted, and reported with the
   * purchase. False: the failure is to be thrown.
   */
  concede: (failure: CheckoutFailure, about?: ConcededLine) => boolean;
}

/** One attempt at one order, on a fresh page with an empty cart. */
export interface CheckoutSession extends Attempt {
  page: Page;
}

/** One attempt at one order, through a shop's store API. */
export interface HttpCheckoutSession extends Attempt {
  http: ShopHttp;
}

/** A look has a time of its own, in milliseconds since 1970, by a clock that is not this host's: that one may be wrong. */
interface Look {
  now: () => number;
}

/** One look into a retailer's order history, on a fresh page. */
export interface HistorySession extends CheckoutSession, Look {}

/** One look into a retailer's order history, through its store API. */
export interface HttpHistorySession extends HttpCheckoutSession, Look {}

/** A JSON request to a shop. GET reads; whatever else it is may buy, and is held once the gate is armed. */
export interface ShopRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface ShopResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Parsed where it is JSON, the text where it is not. */
  body: unknown;
}

/** A fresh visitor at a shop's store API: no browser, but the same way out and the same gate. */
export interface ShopHttp {
  /** Rejects when the shop gave no answer, or the gate let the request not go. */
  send: (request: ShopRequest) => Promise<ShopResponse>;
}

/** The final page before the purchase, as it is shown. */
export interface Review {
  lines: ShownLine[];
  /** The delivery address's text. */
  shipTo: string;
  /** Whether the page shows our marker: without it, a look into the history proves nothing. */
  isMarkerShown: boolean;
  prices: PriceComponents;
}

/** What the shop answered to the purchase. `unclear` covers everything that proves neither a purchase nor a refusal. */
export type PurchaseOutcome =
  | {
      kind: "placed";
      merchantOrderIds: string[];
      page: { url: string; title: string };
      prices: PriceComponents;
      /** YYYY-MM-DD. */
      estimatedDelivery: string | null;
    }
  | {
      /** Only for refusals that this driver's tests prove to store no order. */
      kind: "declined";
      code: FailureCode;
      message: string;
    }
  | { kind: "unclear"; message: string };

/**
 * What the retailer's order history says of one order. `absent` needs proof that the history is this account's, current and
 * in US dollars; anything less is `unreadable`.
 */
export type HistoryLook =
  | {
      kind: "found";
      merchantOrderIds: string[];
      page: { url: string; title: string };
      prices: PriceComponents;
      estimatedDelivery: string | null;
    }
  | { kind: "absent"; proof: string }
  | { kind: "unreadable"; message: string }
  /** There is nothing to read, now or later: a guest's order at most shops. */
  | { kind: "no_history"; message: string };

/** One look at the pages of an order that was placed, on a fresh page. */
export interface ShipmentsSession extends HistorySession {
  /** The retailer's own numbers of the order: never empty. */
  merchantOrderIds: readonly string[];
}

/** What the retailer's page says of where a placed order is. */
export type ShipmentsLook =
  | ({ kind: "found" } & ShownShipments)
  | { kind: "unreadable"; message: string }
  /** There is no such page, now or later. */
  | { kind: "no_page"; message: string };

/** One attempt under way. Every method may throw CheckoutFailure. */
export interface CheckoutRun {
  /** The shop may sell for a GET: from the press on, what only asks is held too. */
  mayBuyByGet?: boolean;
  /** From an empty cart to the final review page. Presses nothing that buys. */
  reachReview: () => Promise<void>;
  /** Reads the review page as it stands. A figure that is not there is null, never 0. */
  readReview: () => Promise<Review>;
  /** Presses the button that buys, once. Its end is not waited for: what it leads to is held, and may hold it up. */
  pressBuy: () => Promise<void>;
  /** Waits until the answer to the released purchase stands on the page, or time is over. Never reloads or presses. */
  waitForAnswer: () => Promise<void>;
  /** Reads the answer from the page as it stands. */
  readOutcome: () => Promise<PurchaseOutcome>;
}

interface AnyDriver {
  /** The catalogue's id. */
  retailer: string;
  /** How long after a purchase the history may not show it yet. */
  historyDelayMs?: number;
}

/**
 * How one retailer's checkout is driven. A driver finds its way and reads; it decides nothing about money: price guard,
 * commit and release are the caller's.
 */
export interface BrowserDriver extends AnyDriver {
  via?: "browser";
  begin: (session: CheckoutSession) => CheckoutRun;
  /**
   * Looks for an order in the retailer's history by its marker, on a fresh page. Buys nothing and changes nothing. A retailer
   * that shows no history has none.
   */
  lookUp?: (session: HistorySession) => Promise<HistoryLook>;
  /**
   * Reads where a placed order is: parcels, scans, and what became of its lines. Buys nothing and changes nothing. Without it,
   * an order of this retailer is not followed.
   */
  readShipments?: (session: ShipmentsSession) => Promise<ShipmentsLook>;
}

/** The same through a documented store API. `pressBuy` sends the one request that buys. */
export interface HttpDriver extends AnyDriver {
  via: "http";
  begin: (session: HttpCheckoutSession) => CheckoutRun;
  lookUp?: (session: HttpHistorySession) => Promise<HistoryLook>;
}

export type RetailerDriver = BrowserDriver | HttpDriver;
