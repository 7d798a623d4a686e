/** Runs the work for every item, so many at once. After a fault no further item is begun, and it is thrown when all is still. */
export async function inParallel<Item>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const faults: unknown[] = [];
  const hand = async (): Promise<void> => {
    for (const item of left) {
      if (faults.length > 0) return;
      await work(item).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: limit }, hand));
  if (faults.length > 0) throw faults[0];
}
