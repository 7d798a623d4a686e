import { readConfig } from "../../config.ts";
import { openGoogleClient } from "../../addresses/google-client.ts";
import { type Environment, fault, type Finding, ok, reasonOf, warning } from "./finding.ts";

/** As Google gives them out. */
const GOOGLE_KEY = /^AIza[\w-]{35}$/;
const WITHIN_MS = 5_000;
/** Google's own. */
const AN_ADDRESS = {
  address_line1: "1600 Amphitheatre Parkway",
  address_line2: null,
  city: "Mountain View",
  state: "CA",
  postal_code: "94043",
} as const;

/** Whether the API would start with this environment. */
export function checkConfiguration(environment: Environment): Finding {
  try {
    readConfig(environment);
    return ok("configuration", "the API would start with this environment");
  } catch (error) {
    const lines = reasonOf(error).split("\n");
    const faults = lines.filter((line) => line.startsWith("  ")).map((line) => line.trim());
    const saw = faults.length === 0 ? lines.join(" ") : faults.join("; ");
    return fault(
      "configuration",
      saw,
      "Mend these variables, or run this with the API's own: .env.example explains each.",
    );
  }
}

/** Who checks addresses. Google is asked only where it is wished. */
export async function checkGoogle(environment: Environment, isOnline: boolean): Promise<Finding> {
  const { GOOGLE_MAPS_API_KEY: apiKey, GOOGLE_ADDRESS_VALIDATION_ENDPOINT: endpoint } = environment;
  const name = "google-key";
  if (apiKey === undefined) return ok(name, "none: the embedded ZIP data checks addresses");
  // Another server may have keys of another kind.
  if (endpoint === undefined && !GOOGLE_KEY.test(apiKey)) {
    const advice = "Look it up in the Google Cloud console: a key begins with AIza and has 39 characters.";
    return warning(name, `there is one of ${apiKey.length} characters, which does not look like Google's`, advice);
  }
  if (!isOnline) return ok(name, "there is one, and it has the form of a key; --online asks Google");
  try {
    const client = await openGoogleClient({ apiKey, endpoint });
    await client.validate(AN_ADDRESS, WITHIN_MS).finally(() => client.close());
    return ok(name, "there is one, and Google checked an address with it");
  } catch (error) {
    // The library's words hold the request, and so the key.
    const status = error instanceof Error && "status" in error ? `HTTP ${String(error.status)}` : "no answer";
    const advice =
      "Is the Address Validation API enabled for the key, and may this machine call it? Until then the embedded ZIP data checks.";
    return fault(name, `Google refuses: ${status}`, advice);
  }
}
