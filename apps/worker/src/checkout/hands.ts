/** The orders that this process is busy with, from before their claim until their page is closed. */
export interface Hands {
  /** Call what it returns when the order is let go. */
  take: (orderId: string) => () => void;
  hold: (orderId: string) => boolean;
}

export function openHands(): Hands {
  // The same order may come twice, by two jobs: it is held until both have let it go.
  const held = new Map<string, number>();
  const add = (orderId: string, count: number): void => {
    const left = (held.get(orderId) ?? 0) + count;
    if (left > 0) held.set(orderId, left);
    else held.delete(orderId);
  };
  return {
    take: (orderId) => {
      add(orderId, 1);
      return () => add(orderId, -1);
    },
    hold: (orderId) => held.has(orderId),
  };
}
