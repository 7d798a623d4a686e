import type { LiveWorker, ServiceState } from "@cartwright/db";
import type { Overview } from "./read-overview.ts";
import { worriesOf } from "./worries.ts";

const NOW = new Date("2026-03-02T10:20:00Z");

const STATE: ServiceState = {
  needsReview: 0,
  inDoubt: 0,
  inDoubtOldestS: 0,
  due: 0,
  dueOldestS: 0,
  isQuarantined: false,
  auditFindings: {},
  overcharged: 0,
  overchargedCents: 0,
  webhooksDue: 0,
  webhooksDueOldestS: 0,
  webhooksGaveUp: 0,
  breakersOpen: 0,
  breakerOpen: {},
};

const worker = (silentS: number): LiveWorker => ({
  id: "w",
  host: "h",
  pid: 1,
  version: null,
  hasBrowser: true,
  startedAt: NOW,
  heartbeatAt: NOW,
  silentS,
  orders: [],
});

const overview = (part: Partial<Overview> = {}, state: Partial<ServiceState> = {}): Overview => ({
  state: { ...STATE, ...state },
  hours: [],
  workers: [worker(3)],
  money: [],
  queues: [{ name: "checkout", counts: { waiting: 3 } }],
  returns: 0,
  now: NOW,
  ...part,
});

it("worries about nothing while a worker is alive, Redis answers and everything goes its way", () => {
  expect(worriesOf(overview({}, { inDoubt: 2, inDoubtOldestS: 60, due: 9, dueOldestS: 30, webhooksDue: 4 }))).toEqual(
    [],
  );
});

it.each<[string, Overview]>([
  ["1 order waits for a person", overview({}, { needsReview: 1 })],
  ["1,200 orders wait for a person", overview({}, { needsReview: 1_200 })],
  ["nothing is bought until its orders are looked up", overview({}, { isQuarantined: true })],
  ["The oldest purchase in doubt has been so for 20 min", overview({}, { inDoubt: 1, inDoubtOldestS: 1_200 })],
  ["No worker is alive", overview({ workers: [] })],
  ["No worker is alive", overview({ workers: [worker(61)] })],
  ["The oldest due order has waited for 10 min", overview({}, { due: 1, dueOldestS: 600 })],
  ["Redis gives no answer for checkout", overview({ queues: [{ name: "checkout", counts: undefined }] })],
  ["1 retailer is in trouble", overview({}, { breakersOpen: 1 })],
  ["2 webhook events were given up", overview({}, { webhooksGaveUp: 2 })],
  ["The oldest webhook event has waited for 20 min", overview({}, { webhooksDue: 1, webhooksDueOldestS: 1_200 })],
  ["3 returns wait for an answer", overview({ returns: 3 })],
])("says %j, and that money is safe", (words, given) => {
  const worries = worriesOf(given);
  expect(worries).toEqual([{ words: expect.stringContaining(words), href: expect.stringMatching(/^\/admin\/|^#/) }]);
});

it("says of a broken invariant, before anything else, that money may not be safe", () => {
  const [first, ...others] = worriesOf(overview({}, { needsReview: 1, auditFindings: { placed_twice: 2 } }));
  expect(first).toMatchObject({ words: "An invariant is broken: placed_twice (2)", isBroken: true });
  expect(others).toHaveLength(1);
});
