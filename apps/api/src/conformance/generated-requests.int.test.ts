import fc from "fast-check";
import type { Route } from "../http/route.ts";
import { type GeneratedRequest, plainRequest, requestsOf } from "../testing/arbitrary-request.ts";
import { refusalsOf, refusalType } from "../testing/refusals.ts";
import { sharedThing } from "../testing/shared-things.ts";
import { giveDefaultRecipient, storeSeedSupplier } from "../testing/store-catalogue.ts";
import { type Answer, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";
import { THINGS } from "../testing/things.ts";

/** A few in every run of the tests; GENERATED_REQUESTS=10000 for many. */
const COUNT = Number(process.env["GENERATED_REQUESTS"] ?? 2_500);
/** The same requests again: GENERATED_SEED=… */
const SEED = Number(process.env["GENERATED_SEED"] ?? Date.now() % 2 ** 31);
const AT_ONCE = 4;
const THINGS_OF_A_KIND = 4;
const ANSWER_WITHIN_MS = 5_000;

/** What each face is to answer, among other things: not all of it is refused at the door, and not all of it for one reason. */
const EXPECTED: Readonly<Record<string, number[]>> = {
  native: [200, 201, 400, 404, 405, 415, 422],
  supplier: [200, 201, 400, 404],
  platform: [200, 201, 400, 404, 405, 415, 422],
};

let api: TestApi;
let key: string;
let ids: Record<string, string[]>;
/** How often each face (by the route's own, "native" for none) answered with which status. */
const statuses = new Map<string, Map<number, number>>();

beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  await storeSeedSupplier(api.database);
  key = await api.newKey();
  await giveDefaultRecipient(api.database);
  ids = {};
  for (const [kind, make] of Object.entries(THINGS)) {
    ids[kind] = [];
    for (let count = 0; count < THINGS_OF_A_KIND; count += 1) ids[kind].push((await make(api, key)).id);
  }
});

afterAll(() => api.close());

/** What is wrong with the answer, in words; undefined: nothing. */
async function faultOf(request: GeneratedRequest): Promise<string | undefined> {
  const { method, path, headers, body } = request;
  try {
    const answer = await api.send(method, path, { key, headers, body, withinMs: ANSWER_WITHIN_MS, leaveStreams: true });
    const ofFace = statuses.get(request.face) ?? new Map<number, number>();
    statuses.set(request.face, ofFace.set(answer.status, (ofFace.get(answer.status) ?? 0) + 1));
    return faultIn(request, answer);
  } catch (error) {
    return String(error);
  }
}

function faultIn({ path }: GeneratedRequest, answer: Answer): string | undefined {
  const { status, headers, body, text } = answer;
  if (status >= 500) return `answered ${status}: ${JSON.stringify(body)}`;
  if (status < 400) return undefined;
  const type = headers.get("content-type") ?? "none";
  if (!type.startsWith(refusalType(path))) return `answered ${status} as ${type}`;
  const fault = refusalsOf(path).faultIn(answer);
  return fault === undefined ? undefined : `answered ${status}, which ${fault}: ${text}`;
}

/** As many for each route, in the table's order, but that nothing is deleted before the end: the seed alone decides what they are. */
function requests(routes: readonly Route[]): GeneratedRequest[] {
  const each = Math.ceil(COUNT / routes.length);
  const isLast = ({ method }: Route): number => (method === "delete" ? 1 : 0);
  return routes
    .toSorted((a, b) => isLast(a) - isLast(b))
    .flatMap((row, index) => {
      const things = row.isShared === true ? [sharedThing(row)] : (ids[row.owns ?? "order"] ?? ["x"]);
      const generated = fc.sample(requestsOf(api, row, things), { numRuns: each, seed: SEED + index });
      return [plainRequest(api, row, things[0])].concat(generated);
    });
}

it(
  "answers whatever is sent: never with a 5xx, never too late, and every refusal in its face's words, naming the fields at fault",
  async () => {
    process.stdout.write(`generated requests: ${COUNT}, GENERATED_SEED=${SEED}\n`);
    const open = requests(api.routes).toReversed();
    // One of each operation tells enough.
    const faults = new Map<string, string>();
    const work = async (): Promise<void> => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const fault = await faultOf(next);
        if (fault === undefined) continue;
        faults.set(next.operation, `${JSON.stringify(next).slice(0, 1_500)}\n  ${fault.slice(0, 800)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect([...faults.values()].slice(0, 10)).toEqual([]);
    for (const [face, expected] of Object.entries(EXPECTED)) {
      const seen = [...(statuses.get(face)?.keys() ?? [])].toSorted((a, b) => a - b);
      expect([face, seen]).toEqual([face, expect.arrayContaining(expected)]);
    }
  },
  10 * 60_000,
);
