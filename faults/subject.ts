// An order of a fault run is known by the run's seed and its own number. Both stand in its id, in its idempotency key and in
// its product page's address, so that every process (worker, proxy, shop) knows what is planned for it without being told.

export interface Subject {
  seed: number;
  n: number;
}

const ID = /^([0-9a-f]{8})-fa17-4000-8000-([0-9a-f]{12})$/;
const KEY = /(?:^|\b)paper-(\d+)-(\d+)(?:$|\b)/;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

export const orderIdOf = ({ seed, n }: Subject): string => `${hex(seed, 8)}-fa17-4000-8000-${hex(n, 12)}`;

/** The idempotency key, and the product's slug. */
export const nameOf = ({ seed, n }: Subject): string => `paper-${seed}-${n}`;

export function findSubject(idOrName: string): Subject | undefined {
  const id = ID.exec(idOrName);
  if (id !== null) return { seed: Number.parseInt(id[1] ?? "", 16), n: Number.parseInt(id[2] ?? "", 16) };
  const name = KEY.exec(idOrName);
  return name === null ? undefined : { seed: Number(name[1]), n: Number(name[2]) };
}
