import type { Problem } from "../http/problem.ts";
import { renderNarrow } from "./shell.tsx";

const TITLES: Readonly<Record<number, string>> = {
  403: "Not for you",
  404: "Not there",
  409: "Not any more",
  422: "Not as it is",
  429: "Too fast",
};

/** A refusal, for people. */
export function faultPage(problem: Problem): string {
  const title = TITLES[problem.status] ?? "That did not work";
  return renderNarrow(
    title,
    <>
      <h1>{title}</h1>
      <p class="fault" role="alert">
        {problem.message}
      </p>
      <p>
        <a href="/admin">To the overview</a>
      </p>
    </>,
  );
}
