const TELL_AGAIN_AFTER_MS = 30_000;

/** Tells of the same trouble twice a minute at the most: a Redis that is away is tried several times a second. */
export function quietRepeats(tell: (error: Error) => void, now: () => number = () => performance.now()) {
  const toldAt = new Map<string, number>();
  return (error: Error): void => {
    const last = toldAt.get(error.message);
    if (last !== undefined && now() - last < TELL_AGAIN_AFTER_MS) return;
    toldAt.set(error.message, now());
    tell(error);
  };
}
