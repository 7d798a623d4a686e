import type { PostalAddress } from "./address-check.ts";

export interface GoogleClient {
  /** The API's answer as the client library gives it. Throws what the library throws. */
  validate: (address: PostalAddress, timeoutMs: number) => Promise<unknown>;
  close: () => Promise<void>;
}

/** What google-gax returns is a promise that can be cancelled; the client's types do not say so. */
interface Cancellable {
  cancel: () => void;
}

export interface GoogleClientOptions {
  apiKey: string;
  /** Another server that speaks the API's REST, for tests and proxies: `http://127.0.0.1:8080`. */
  endpoint?: string | undefined;
  /** For tests: the library's own is an ES module that it imports at the first call, which Jest cannot. */
  fetch?: typeof fetch;
}

/**
 * Google's own client, over REST. Loading it takes seconds of work, so nobody who has no key pays for it. It must be given
 * a key: without credentials it throws an unhandled rejection.
 */
export async function openGoogleClient(options: GoogleClientOptions): Promise<GoogleClient> {
  const { AddressValidationClient } = await import("@googlemaps/addressvalidation");
  const client = new AddressValidationClient({
    apiKey: options.apiKey,
    fallback: true,
    ...(options.fetch === undefined
      ? {}
      : { clientOptions: { transporterOptions: { fetchImplementation: options.fetch } } }),
    ...target(options.endpoint),
  });
  await client.initialize();
  return {
    validate: (address, timeoutMs) =>
      new Promise((resolve, reject) => {
        const call = client.validateAddress({ address: toGoogle(address), enableUspsCass: true }, { retry: null });
        // The library's own timeout does not end a REST call that hangs (google-gax 5.0.8): cancelling does.
        const timer = setTimeout(() => {
          (call as Partial<Cancellable>).cancel?.();
          reject(new Error(`no answer within ${timeoutMs} ms`));
        }, timeoutMs);
        call.then(([answer]) => resolve(answer), reject).finally(() => clearTimeout(timer));
      }),
    close: () => client.close(),
  };
}

function toGoogle(address: PostalAddress): object {
  return {
    regionCode: "US",
    administrativeArea: address.state,
    locality: address.city,
    postalCode: address.postal_code,
    addressLines: [address.address_line1, address.address_line2].filter((line) => line !== null),
  };
}

function target(endpoint: string | undefined): object {
  if (endpoint === undefined) return {};
  const url = new URL(endpoint);
  const protocol = url.protocol.replace(":", "");
  const defaultPort = protocol === "http" ? 80 : 443;
  return { apiEndpoint: url.hostname, port: url.port === "" ? defaultPort : Number(url.port), protocol };
}
