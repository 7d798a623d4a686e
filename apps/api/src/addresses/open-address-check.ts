import type { Logger } from "pino";
import type { AddressCheck } from "./address-check.ts";
import { newGoogleAddressCheck } from "./google-address-check.ts";
import { openGoogleClient } from "./google-client.ts";
import { offlineAddressCheck } from "./offline-address-check.ts";

export interface OpenAddressCheckOptions {
  GOOGLE_MAPS_API_KEY?: string | undefined;
  GOOGLE_ADDRESS_VALIDATION_ENDPOINT?: string | undefined;
}

export interface OpenAddressCheck {
  check: AddressCheck;
  provider: "google" | "offline";
  close: () => Promise<void>;
}

/** Google's check where there is a key for it, else the embedded one. Google's client is loaded only where it is used. */
export async function openAddressCheck(options: OpenAddressCheckOptions, log: Logger): Promise<OpenAddressCheck> {
  const apiKey = options.GOOGLE_MAPS_API_KEY;
  if (apiKey === undefined) {
    return { check: offlineAddressCheck, provider: "offline", close: () => Promise.resolve() };
  }
  const client = await openGoogleClient({ apiKey, endpoint: options.GOOGLE_ADDRESS_VALIDATION_ENDPOINT });
  return { check: newGoogleAddressCheck({ client, log }), provider: "google", close: client.close };
}
