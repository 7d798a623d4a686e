/** Numbers that look random, and come again with the same seed. */
export interface Dice {
  /** 0 up to, and without, 1. */
  next: () => number;
  chance: (probability: number) => boolean;
  /** A whole number, both ends included. */
  between: (low: number, high: number) => number;
  pick: <T>(among: readonly [T, ...T[]]) => T;
  /** One name of a table of weights. */
  weigh: <Name extends string>(weights: Readonly<Record<Name, number>>) => Name;
}

const GOLDEN_RATIO = 0x9e3779b9;

/** Mulberry32: 32 bits of state, good enough to choose faults with. */
export function openDice(...seeds: readonly number[]): Dice {
  let state = seeds.reduce((mixed, seed) => scramble((mixed ^ seed) + GOLDEN_RATIO), GOLDEN_RATIO);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    pick: (among) => among[between(0, among.length - 1)] ?? among[0],
    weigh: (weights) => weigh(weights, next()),
  };
}

function weigh<Name extends string>(weights: Readonly<Record<Name, number>>, thrown: number): Name {
  const entries = Object.entries(weights) as [Name, number][];
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  let left = thrown * sum;
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  throw new Error("there is nothing to choose from");
}

function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
