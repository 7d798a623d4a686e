import { type Pool, sampleSealed } from "@cartwright/db";
import { type Keyring, keyringFault, open, openKeyring } from "@cartwright/sealing";
import { type Environment, fault, type Finding, ok, warning } from "./finding.ts";

const NAME = "sealing-keys";
const HOW = "Give the API, the workers and this command the same SEALING_KEYS, every key that ever sealed included.";

/** Whether there are keys, and whether they open what is sealed. */
export async function checkSealing(environment: Environment, pool: Pool): Promise<Finding[]> {
  const { SEALING_KEYS, SEALING_KEYS_FILE } = environment;
  const variables = { SEALING_KEYS, SEALING_KEYS_FILE };
  const wrong = keyringFault(variables);
  if (wrong !== undefined) {
    return [
      fault(
        NAME,
        `${wrong.variable}: ${wrong.message}`,
        "Mend it: a key is id:base64 of 32 bytes, as openssl rand -base64 32 makes it.",
      ),
    ];
  }
  const samples = await sampleSealed(pool);
  const keyring = openKeyring(variables);
  if (keyring !== undefined) return [judgeSamples(keyring, samples)];
  if (samples.length > 0) {
    const ids = [...new Set(samples.map(({ keyId }) => keyId))].join(", ");
    return [fault(NAME, `none here, and the database holds what is sealed with ${ids}`, HOW)];
  }
  const advice =
    "Make one (openssl rand -base64 32) and set SEALING_KEYS: without it no evidence, account at a shop or webhook secret is kept.";
  return [warning(NAME, "none", advice)];
}

function judgeSamples(keyring: Keyring, samples: Awaited<ReturnType<typeof sampleSealed>>): Finding {
  const shut = samples.filter(({ place, sealed }) => {
    try {
      open(keyring, place, sealed);
      return false;
    } catch {
      return true;
    }
  });
  if (shut.length > 0) {
    const which = [...new Set(shut.map(({ keyId, place }) => `${keyId} (${place.table})`))].join(", ");
    return fault(NAME, `seals with "${keyring.sealsWith}", but what these keys sealed does not open: ${which}`, HOW);
  }
  const opened = samples.length === 0 ? "nothing is sealed yet" : "what is sealed opens";
  return ok(NAME, `seals with "${keyring.sealsWith}"; ${opened}`);
}
