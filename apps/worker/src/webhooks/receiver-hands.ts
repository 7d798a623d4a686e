/** Who may be sent to right now: receivers that take their time keep no others waiting. */
export interface ReceiverHands {
  /** What gives the hand back; undefined when this receiver has to wait. */
  take: (receiver: string) => (() => void) | undefined;
}

export interface ReceiverHandsOptions {
  /** Events that are sent at once. */
  hands: number;
  slowAfterMs?: number;
  /** In milliseconds, of a clock that only goes forward. */
  now?: () => number;
}

interface Receiver {
  /** When each of its tries under way began. */
  underWay: Set<{ since: number }>;
  /** Its last try took long. */
  wasSlow: boolean;
}

const SLOW_AFTER_MS = 2_000;

/** Receivers that are slow share half of the hands, so that the others always find one. */
export function openReceiverHands(options: ReceiverHandsOptions): ReceiverHands {
  const { hands, slowAfterMs = SLOW_AFTER_MS, now = () => performance.now() } = options;
  const handsOfSlow = Math.max(1, Math.floor(hands / 2));
  const receivers = new Map<string, Receiver>();
  const isSlow = ({ underWay, wasSlow }: Receiver): boolean =>
    wasSlow || [...underWay].some(({ since }) => now() - since > slowAfterMs);
  const slowUnderWay = (): number =>
    [...receivers.values()].filter(isSlow).reduce((sum, { underWay }) => sum + underWay.size, 0);

  return {
    take: (name) => {
      const receiver = receivers.get(name) ?? { underWay: new Set(), wasSlow: false };
      if (isSlow(receiver) && slowUnderWay() >= handsOfSlow) return undefined;
      const hand = { since: now() };
      receiver.underWay.add(hand);
      receivers.set(name, receiver);
      return () => {
        receiver.underWay.delete(hand);
        receiver.wasSlow = now() - hand.since > slowAfterMs;
        if (!receiver.wasSlow && receiver.underWay.size === 0) receivers.delete(name);
      };
    },
  };
}
