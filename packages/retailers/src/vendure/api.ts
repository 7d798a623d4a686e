import { CheckoutFailure } from "@cartwright/orders";
import { z } from "zod";
import type { HttpCheckoutSession, ShopRequest, ShopResponse } from "../driver.ts";
import { apiBase } from "../store-api/product-url.ts";
import { parseAnswer, parseSettings, requireServed } from "../store-api/answer.ts";

/** A GraphQL operation of the shop API, by its name: the purchase gate tells operations apart by it. */
export interface Operation<T> {
  name: string;
  text: string;
  /** The shape of its answer's `data`. */
  data: z.ZodType<T>;
}

export interface VendureApi {
  endpoint: string;
  /**
   * Asks a query. It goes out as GET, with the query in its URL: a query by POST would look to the purchase gate like every
   * other request that may buy. Vendure's server takes queries by GET and refuses mutations there (405).
   */
  read: <T>(operation: Operation<T>, variables?: Record<string, unknown>) => Promise<T>;
  /** The same, and when the shop says it answered. */
  readDated: <T>(operation: Operation<T>, variables?: Record<string, unknown>) => Promise<Dated<T>>;
  /** Runs a mutation, by POST. */
  change: <T>(operation: Operation<T>, variables?: Record<string, unknown>) => Promise<T>;
  /** Sends a mutation and hands on whatever came back. */
  send: (operation: Operation<unknown>, variables?: Record<string, unknown>) => Promise<ShopResponse>;
}

interface Dated<T> {
  data: T;
  response: ShopResponse;
}

/** What settings.api may hold of a Vendure shop. */
const VendureSettings = z.looseObject({
  /** Where the server is, when it is not where the storefront is: "https://api.example.com". */
  api_url: z.url().optional(),
  shop_api_path: z.string().default("/shop-api"),
  channel_token: z.string().optional(),
  /** The code of the payment method to buy with. */
  payment_method: z.string().optional(),
  /** The order's custom field that keeps a reference. Absent: the billing address's company line. */
  reference_field: z
    .string()
    .regex(/^[_A-Za-z]\w*$/)
    .optional(),
});
export type VendureSettings = z.infer<typeof VendureSettings>;

export function parseVendureSettings(api: Record<string, string>): VendureSettings {
  return parseSettings(VendureSettings, api);
}

const Answer = z.looseObject({
  data: z.unknown(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

/** Where a server that hands out tokens instead of cookies puts them. */
const TOKEN_HEADER = "vendure-auth-token";

export function openVendureApi(
  { http, order }: Pick<HttpCheckoutSession, "http" | "order">,
  settings: VendureSettings,
  userAgent: string | undefined,
): VendureApi {
  const endpoint = `${apiBase(settings.api_url, order)}${settings.shop_api_path}`;
  let token: string | undefined;
  const headers = (): Record<string, string> => ({
    // A server that guards against forged requests takes a GET only with a header that no HTML form can send.
    "apollo-require-preflight": "true",
    "cache-control": "no-cache",
    ...(settings.channel_token === undefined ? {} : { "vendure-token": settings.channel_token }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
  });
  const exchange = async (request: Pick<ShopRequest, "method" | "url" | "body">): Promise<ShopResponse> => {
    const response = await http.send({ ...request, headers: headers() });
    token = response.headers[TOKEN_HEADER] ?? token;
    return response;
  };
  const read: VendureApi["readDated"] = async (operation, variables = {}) => {
    const url = new URL(endpoint);
    url.searchParams.set("query", operation.text);
    url.searchParams.set("operationName", operation.name);
    url.searchParams.set("variables", JSON.stringify(variables));
    const response = await exchange({ method: "GET", url: url.href });
    return { response, data: dataOf(response, operation) };
  };
  const send: VendureApi["send"] = ({ name, text }, variables = {}) =>
    exchange({ method: "POST", url: endpoint, body: { operationName: name, query: text, variables } });
  return {
    endpoint,
    readDated: read,
    read: async (operation, variables) => (await read(operation, variables)).data,
    send,
    change: async (operation, variables) => dataOf(await send(operation, variables), operation),
  };
}

/** The data of an answer that has some. Throws CheckoutFailure for everything else. */
export function dataOf<T>(response: ShopResponse, { name, data }: Operation<T>): T {
  requireServed(response);
  const answer = Answer.safeParse(response.body);
  if (!answer.success || (answer.data.data === undefined && answer.data.errors === undefined)) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      `There is no Vendure shop API at the shop's address (status ${response.status}): the setting "api_url" says where it is.`,
    );
  }
  const [error] = answer.data.errors ?? [];
  if (error !== undefined) {
    const isDenied = error.extensions?.code === "FORBIDDEN" || error.extensions?.code === "UNAUTHORIZED";
    throw new CheckoutFailure(
      isDenied ? "session_expired" : "checkout_failed",
      `The shop refused "${name}": ${error.message}`,
    );
  }
  return parseAnswer(data, answer.data.data, name);
}
