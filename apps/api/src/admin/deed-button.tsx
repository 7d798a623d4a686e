import type { VNode } from "preact";
import { Csrf } from "./shell.tsx";
import type { Visitor } from "./session.ts";

interface DeedProps {
  /** Of an action's row. */
  to: string;
  words: string;
  visitor: Visitor;
  /** What goes along unseen; what is undefined does not. */
  fields?: Readonly<Record<string, string | undefined>>;
  class?: string;
}

/** Something that is done by one press. */
export function DeedButton({ to, words, visitor, fields = {}, ...own }: DeedProps): VNode {
  return (
    <form {...own} method="post" action={to}>
      <Csrf visitor={visitor} />
      {Object.entries(fields).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <button class="quiet" type="submit">
        {words}
      </button>
    </form>
  );
}
