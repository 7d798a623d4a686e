import { openReceiverHands } from "./receiver-hands.ts";

function openHands(hands: number) {
  let nowMs = 0;
  const receivers = openReceiverHands({ hands, now: () => nowMs });
  return {
    take: receivers.take,
    pass: (ms: number) => {
      nowMs += ms;
    },
    takeAll: (name: string, count: number) => Array.from({ length: count }, () => receivers.take(name)),
  };
}

test("a receiver that answers at once may have every hand", () => {
  const hands = openHands(4);
  expect(hands.takeAll("quick", 4)).not.toContain(undefined);
});

test("slow receivers share half of the hands, and a quick one finds one at any time", () => {
  const hands = openHands(4);
  const taken = [hands.take("slow"), hands.take("dead")];
  hands.pass(3_000);
  expect(taken).not.toContain(undefined);
  expect(hands.take("slow")).toBeUndefined();
  expect(hands.take("dead")).toBeUndefined();
  expect(hands.take("quick")).toBeDefined();
});

test("a receiver is slow until a try of it was quick", () => {
  const hands = openHands(2);
  const first = hands.take("slow");
  hands.pass(3_000);
  first?.();
  const second = hands.take("slow");
  expect(second).toBeDefined();
  expect(hands.take("slow")).toBeUndefined();
  second?.();
  expect(hands.takeAll("slow", 2)).not.toContain(undefined);
});

test("with a single hand a slow receiver still has its turn", () => {
  const hands = openHands(1);
  const first = hands.take("slow");
  hands.pass(3_000);
  first?.();
  expect(hands.take("slow")).toBeDefined();
});
