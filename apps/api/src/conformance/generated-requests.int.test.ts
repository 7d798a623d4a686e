import fc from "fast-check";
import type { Route } from "../http/route.ts";
import { type GeneratedRequest, requestsOf } from "../testing/arbitrary-request.ts";
import { type Answer, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";
import { THINGS } from "../testing/things.ts";

/** A few in every run of the tests; GENERATED_REQUESTS=10000 for many. */
const COUNT = Number(process.env["GENERATED_REQUESTS"] ?? 2_500);
/** The same requests again: GENERATED_SEED=… */
const SEED = Number(process.env["GENERATED_SEED"] ?? Date.now() % 2 ** 31);
const AT_ONCE = 4;
const ANSWER_WITHIN_MS = 5_000;

let api: TestApi;
let key: string;
let ids: Record<string, string[]>;
const statuses = new Map<number, number>();

beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  key = await api.newKey();
  ids = {};
  for (const [kind, make] of Object.entries(THINGS)) {
    ids[kind] = [(await make(api, key)).id, (await make(api, key)).id];
  }
});

afterAll(() => api.close());

/** What is wrong with the answer, in words; undefined: nothing. */
async function faultOf(request: GeneratedRequest): Promise<string | undefined> {
  const { method, path, headers, body } = request;
  try {
    const answer = await api.send(method, path, { key, headers, body, withinMs: ANSWER_WITHIN_MS, leaveStreams: true });
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    return faultIn(answer);
  } catch (error) {
    return String(error);
  }
}

function faultIn({ status, body }: Answer): string | undefined {
  if (status >= 500) return `answered ${status}: ${JSON.stringify(body)}`;
  if (status < 400 || Object.keys(body).length === 0) return undefined;
  const { code, details } = (body["error"] ?? {}) as { code?: unknown; details?: Record<string, unknown> };
  if (typeof code !== "string" || code === "") return `answered ${status} without a code`;
  if (code !== "validation_error") return undefined;
  const errors = details?.["field_errors"];
  const isNamed =
    Array.isArray(errors) && errors.length > 0 && errors.every((error: { field?: unknown }) => error.field);
  return isNamed ? undefined : `answered ${status} ${code} and names no field`;
}

/** As many for each route, in the table's order: the seed alone decides what they are. */
function requests(routes: readonly Route[]): GeneratedRequest[] {
  const each = Math.ceil(COUNT / routes.length);
  return routes.flatMap((row, index) => {
    const things = ids[row.owns ?? "order"] ?? ["x"];
    return fc.sample(requestsOf(api, row, things), { numRuns: each, seed: SEED + index });
  });
}

it(
  "answers whatever is sent: never with a 5xx, never too late, and every refusal with a code and the fields at fault",
  async () => {
    process.stdout.write(`generated requests: ${COUNT}, GENERATED_SEED=${SEED}\n`);
    const open = requests(api.routes).toReversed();
    const faults: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const fault = await faultOf(next);
        if (fault !== undefined) faults.push(`${JSON.stringify(next).slice(0, 1_500)}\n  ${fault.slice(0, 800)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(faults.slice(0, 10)).toEqual([]);
    // Not all of it is refused at the door.
    for (const status of [200, 201, 400, 404, 405, 415, 422]) expect([...statuses.keys()]).toContain(status);
  },
  10 * 60_000,
);
