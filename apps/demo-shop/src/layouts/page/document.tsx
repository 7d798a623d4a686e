import type { ComponentChildren, VNode } from "preact";
import type { Visit } from "../../routes/visit.ts";

/** What a page of a layout gives to the frame around it. */
export interface FrameProps {
  visit: Visit;
  title: string;
  scripts?: readonly string[];
  head?: ComponentChildren;
  children?: ComponentChildren;
}
export type Frame = (props: FrameProps) => VNode;

/** An HTML page with a layout's own stylesheet and scripts, by name, of `assets/layouts`. */
export function Document(props: {
  title: string;
  sheet: string;
  scripts?: readonly string[] | undefined;
  head?: ComponentChildren;
  bodyClass?: string | undefined;
  children?: ComponentChildren;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <link rel="stylesheet" href="/assets/layouts/base.css" />
        <link rel="stylesheet" href={`/assets/layouts/${props.sheet}.css`} />
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        {props.head}
        {(props.scripts ?? []).map((script) => (
          <script key={script} src={`/assets/layouts/${script}.js`} defer />
        ))}
      </head>
      <body class={props.bodyClass}>{props.children}</body>
    </html>
  );
}
