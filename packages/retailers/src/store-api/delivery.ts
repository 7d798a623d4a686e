/** Words of a delivery that is none: the buyer fetches the goods. It is often the cheapest one. */
const PICK_UP = /pick[\s-]?up|collect|in[\s-]?store/i;

/** The cheapest way to have something sent; undefined when there is none. The first of equals. */
export function findCheapest<M extends { name: string; amount: number }>(methods: readonly M[]): M | undefined {
  const delivering = methods.filter(({ name }) => !PICK_UP.test(name));
  return delivering.reduce<M | undefined>(
    (cheapest, method) => (cheapest === undefined || method.amount < cheapest.amount ? method : cheapest),
    undefined,
  );
}
