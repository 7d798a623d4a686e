import type { VNode } from "preact";

/** A moment, to the second, UTC. */
export function Time({ at }: { at: Date }): VNode {
  const iso = at.toISOString();
  return <time datetime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 19)}`}</time>;
}
