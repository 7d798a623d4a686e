import { planOrder } from "./plan.ts";
import { findSubject, nameOf, orderIdOf } from "./subject.ts";

test("a seed plans the same for an order every time, and another seed something else", () => {
  const plans = (seed: number) => Array.from({ length: 50 }, (_, n) => planOrder("protocol", { seed, n }));
  expect(plans(1)).toEqual(plans(1));
  expect(plans(1)).not.toEqual(plans(2));
});

test("an order is known by its id and by its name", () => {
  const subject = { seed: 4_711, n: 123_456 };
  expect(findSubject(orderIdOf(subject))).toEqual(subject);
  expect(findSubject(`http://127.0.0.1:9/products/${nameOf(subject)}`)).toEqual(subject);
  expect(findSubject("5b3f0d3e-8f5e-4b8e-9c57-0e7f0b8c1a2d")).toBeUndefined();
});

test("as many orders as CI plays meet every kind of fault", () => {
  const plans = Array.from({ length: 6_000 }, (_, n) => planOrder("protocol", { seed: 1, n }));
  const acts = new Set(plans.flatMap(({ strikes }) => strikes.map(({ act }) => act)));
  const cuts = new Set(plans.flatMap(({ cuts }) => cuts.map(({ statement, when }) => `${statement} ${when}`)));
  const answers = new Set(plans.map(({ shop }) => shop.answer));
  expect([acts.size, cuts.size, answers.size]).toEqual([4, 10, 8]);
});
