import { seedDevelopment } from "@cartwright/db/development-data";
import type { Slot } from "./stack/slot.ts";

/** Makes the account that `dev` and `demo` order with. Its API key is kept, so that it is the same after a restart. */
export const seedDevelopmentData = async (slot: Slot, databaseUrl: string): Promise<string> => {
  const kept = slot.secrets.apiKey;
  const { apiKey } = await seedDevelopment({ databaseUrl, ...(kept === undefined ? {} : { apiKey: kept }) });
  slot.rememberApiKey(apiKey);
  return apiKey;
};
