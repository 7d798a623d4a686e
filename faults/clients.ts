import { setTimeout as sleep } from "node:timers/promises";

/** Posts orders as a careful client does: the same key again and again, until there is an answer that says it is stored. */
export interface Clients {
  /** Resolves when the order is acknowledged. */
  post: (key: string, order: Record<string, unknown>) => Promise<void>;
  acknowledged: () => readonly string[];
  /** Answers that were not an acknowledgement, and connections that died: how often it was tried again. */
  retries: () => number;
}

const TRY_AGAIN_AFTER_MS = 100;
const ANSWER_WITHIN_MS = 10_000;

export function openClients(apiUrl: () => string, apiKey: string): Clients {
  const acknowledged: string[] = [];
  let retries = 0;
  return {
    acknowledged: () => acknowledged,
    retries: () => retries,
    post: async (key, order) => {
      const body = JSON.stringify({ ...order, idempotency_key: key });
      while (!(await isAccepted(apiUrl(), apiKey, body))) {
        retries += 1;
        await sleep(TRY_AGAIN_AFTER_MS);
      }
      acknowledged.push(key);
    },
  };
}

/** False: nobody knows, or not now. Throws when the order is refused for good: then the suite itself is wrong. */
async function isAccepted(apiUrl: string, apiKey: string, body: string): Promise<boolean> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${apiUrl}/orders`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    status = response.status;
    text = await response.text();
  } catch {
    return false;
  }
  if (status === 200 || status === 201) return true;
  if (status === 409 || status >= 500) return false;
  throw new Error(`The API refused an order of the suite (${status}): ${text}`);
}
