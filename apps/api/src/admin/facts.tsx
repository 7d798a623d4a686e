import type { ComponentChildren, VNode } from "preact";

/** What is known of one thing: a list of `Fact`s. */
export function Facts({ children }: { children: ComponentChildren }): VNode {
  return <dl class="facts">{children}</dl>;
}

export function Fact({ term, children }: { term: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Facts that are words alone. */
export function factsOf(facts: readonly (readonly [term: string, words: string])[]): VNode[] {
  return facts.map(([term, words]) => (
    <Fact key={term} term={term}>
      {words}
    </Fact>
  ));
}
