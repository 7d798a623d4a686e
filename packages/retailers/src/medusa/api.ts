import { CheckoutFailure } from "@cartwright/orders";
import { z } from "zod";
import type { HttpCheckoutSession, ShopRequest, ShopResponse } from "../driver.ts";
import { parseAnswer, parseSettings, requireServed } from "../store-api/answer.ts";
import { apiBase } from "../store-api/product-url.ts";

/** What settings.api may hold of a Medusa shop. */
const MedusaSettings = z.looseObject({
  /** Where the server is, when it is not where the storefront is: "https://api.example.com". */
  api_url: z.url().optional(),
  /** The storefront's key: "pk_…". It is public: every buyer's browser sends it. */
  publishable_key: z.string().optional(),
  /** Absent: the region that delivers to the US. */
  region_id: z.string().optional(),
  payment_provider: z.string().default("pp_system_default"),
});
export type MedusaSettings = z.infer<typeof MedusaSettings>;

export function parseMedusaSettings(api: Record<string, string>): MedusaSettings {
  return parseSettings(MedusaSettings, api);
}

/** Medusa's refusals: "insufficient_inventory", "not_allowed", "Some variant does not have …". */
const Refusal = z.looseObject({
  type: z.string().optional(),
  code: z.string().optional(),
  message: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

export interface MedusaApi {
  base: string;
  get: <T>(path: string, schema: z.ZodType<T>) => Promise<T>;
  /** The same, and when the shop says it answered. */
  getDated: <T>(path: string, schema: z.ZodType<T>) => Promise<{ data: T; response: ShopResponse }>;
  /** Throws Refused where the shop understood, and would not. */
  post: <T>(path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  /** Sends a POST and hands on whatever came back. */
  send: (path: string, body: unknown) => Promise<ShopResponse>;
  /** From now on requests are this customer's. */
  authorize: (token: string) => void;
}

/** A refusal of the shop's, for the step that asked to make sense of. One that nobody does is what its code says. */
export class Refused extends CheckoutFailure {
  readonly refusal: Refusal;
  readonly status: number;

  constructor(status: number, refusal: Refusal, what: string) {
    super(status === 401 ? "session_expired" : "checkout_failed", `The shop refused "${what}": ${refusal.message}`);
    this.refusal = refusal;
    this.status = status;
  }
}

export function openMedusaApi(
  { http, order }: Pick<HttpCheckoutSession, "http" | "order">,
  settings: MedusaSettings,
  userAgent: string | undefined,
): MedusaApi {
  const base = apiBase(settings.api_url, order);
  let token: string | undefined;
  const headers = (): Record<string, string> => ({
    "cache-control": "no-cache",
    ...(settings.publishable_key === undefined ? {} : { "x-publishable-api-key": settings.publishable_key }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
  });
  const exchange = (request: Omit<ShopRequest, "headers">): Promise<ShopResponse> =>
    http.send({ ...request, headers: headers() });
  const getDated: MedusaApi["getDated"] = async (path, schema) => {
    const response = await exchange({ method: "GET", url: base + path });
    return { response, data: bodyOf(response, schema, withoutQuery(path)) };
  };
  const send: MedusaApi["send"] = (path, body) => exchange({ method: "POST", url: base + path, body });
  return {
    base,
    getDated,
    get: async (path, schema) => (await getDated(path, schema)).data,
    send,
    post: async (path, body, schema) => bodyOf(await send(path, body), schema, withoutQuery(path)),
    authorize: (given) => {
      token = given;
    },
  };
}

function bodyOf<T>(response: ShopResponse, schema: z.ZodType<T>, what: string): T {
  requireServed(response);
  if (response.status === 200) return parseAnswer(schema, response.body, what);
  const refusal = findRefusal(response);
  if (refusal === undefined) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      `There is no Medusa store API at the shop's address (status ${response.status}): the setting "api_url" says where it is.`,
    );
  }
  if (/publishable/i.test(refusal.message)) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      `The shop does not take the setting "publishable_key": ${refusal.message}`,
    );
  }
  throw new Refused(response.status, refusal, what);
}

export function findRefusal(response: ShopResponse): Refusal | undefined {
  return Refusal.safeParse(response.body).data;
}

/** Ids of this visit's cart are nobody's business in a message. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*$/, "").replaceAll(/\/[a-z_]+_[0-9A-Z]{20,}/g, "/…");
}
