import type { VNode } from "preact";

/** In this order: `frame` ends with the narrow-screen rules, which overrule all before them. */
const SHEETS = ["style", "forms", "product", "orders", "frame"];

/** The stylesheets of every page. */
export function Styles(): VNode {
  return (
    <>
      {SHEETS.map((sheet) => (
        <link key={sheet} rel="stylesheet" href={`/assets/${sheet}.css`} />
      ))}
    </>
  );
}
