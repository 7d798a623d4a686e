import type { OrderSign } from "@cartwright/db";
import { openOrderWatcher, type OrderWatcher } from "./watch-orders.ts";

const open: OrderWatcher[] = [];
afterEach(() => {
  for (const watcher of open.splice(0)) watcher.close();
});

const sign = (id: string, version: string): OrderSign => ({ id, version, status: "in_progress", events: 1 });

/** A watcher of orders whose versions the test sets, and the questions that it asked. */
function watching(options: { maxFollowers?: number } = {}) {
  const versions = new Map([
    ["a", "1"],
    ["b", "1"],
  ]);
  const asked: string[][] = [];
  const faults: unknown[] = [];
  let broken: Error | undefined;
  const watcher = openOrderWatcher({
    readSigns: (ids) => {
      asked.push([...ids]);
      if (broken !== undefined) return Promise.reject(broken);
      return Promise.resolve(ids.map((id) => sign(id, versions.get(id) ?? "")));
    },
    onError: (error) => faults.push(error),
    lookEveryMs: 1,
    ...options,
  });
  open.push(watcher);
  const end = new AbortController();
  const breakOff = (error: Error | undefined) => (broken = error);
  return { watcher, versions, asked, faults, breakOff, end, follow: (id: string) => watcher.follow(id, end.signal) };
}

const nextLook = () => new Promise((resolve) => setTimeout(resolve, 10));

test("asks once for all who wait, each order once, and nothing when nobody waits", async () => {
  const { asked, follow } = watching();
  const all = [follow("a"), follow("a"), follow("b")];
  const first = await Promise.all(all.map(async (signs) => (await signs.next()).value));
  expect(first).toEqual([sign("a", "1"), sign("a", "1"), sign("b", "1")]);
  expect(asked[0]).toEqual(["a", "b"]);
  for (const signs of all) await signs.return();
  await nextLook();
  const before = asked.length;
  await nextLook();
  expect(asked.length).toBe(before);
});

test("tells of an order as it is, and then of its changes only", async () => {
  const { versions, asked, follow } = watching();
  const signs = follow("a");
  expect((await signs.next()).value).toEqual(sign("a", "1"));
  const second = signs.next();
  const looks = asked.length;
  while (asked.length < looks + 3) await nextLook();
  versions.set("a", "2");
  expect((await second).value).toEqual(sign("a", "2"));
});

test("tells somebody who is slow of the latest change, and misses none", async () => {
  const { versions, follow } = watching();
  const signs = follow("a");
  await signs.next();
  for (const version of ["2", "3"]) {
    versions.set("a", version);
    await nextLook();
  }
  expect((await signs.next()).value).toEqual(sign("a", "3"));
});

test("lets go of whoever leaves, at once, whatever it waits for", async () => {
  const { follow, end } = watching();
  const signs = follow("a");
  await signs.next();
  const waiting = signs.next();
  end.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test("ends all who follow when it is closed, and follows nobody any more", async () => {
  const { watcher, follow } = watching();
  const all = [follow("a"), follow("b")];
  await Promise.all(all.map((signs) => signs.next()));
  const waiting = all.map((signs) => signs.next());
  watcher.close();
  for (const ended of await Promise.all(waiting)) expect(ended.done).toBe(true);
  expect(watcher.isFull()).toBe(true);
  expect((await follow("a").next()).done).toBe(true);
});

test("follows no more than it may, and again when one has left", async () => {
  const { watcher, follow } = watching({ maxFollowers: 1 });
  const first = follow("a");
  await first.next();
  expect(watcher.isFull()).toBe(true);
  expect((await follow("b").next()).done).toBe(true);
  await first.return();
  expect((await follow("b").next()).value).toEqual(sign("b", "1"));
});

test("goes on while the database is away, and says so once", async () => {
  const { faults, asked, breakOff, follow } = watching();
  const away = new Error("away");
  breakOff(away);
  const first = follow("a").next();
  while (asked.length < 3) await nextLook();
  expect(faults).toEqual([away]);
  breakOff(undefined);
  expect((await first).value).toEqual(sign("a", "1"));
});
