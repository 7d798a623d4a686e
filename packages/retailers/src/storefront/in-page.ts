import type { Frame, JSHandle } from "puppeteer";
import { dom, type Dom } from "./in-page/dom.ts";

/**
 * What is run in a page: a function, and the functions that it calls by the name of the object they stand in. It is sent
 * there as text, so that they may use each other, their arguments and the browser, and nothing else of their file.
 */
export interface PageScript<A, R> {
  run: (tools: Dom, argument: A) => R;
  /** Objects of functions, by the name of their constant. */
  tools?: Readonly<Record<string, object>>;
}

// Bundlers wrap inner functions to keep their names, with a helper of their own that no page knows.
const HELPERS = "const __name = (wrapped) => wrapped;";

/** Runs a script in a frame's page and answers with what it returns, as JSON. */
export async function inPage<A, R>(frame: Frame, script: PageScript<A, R>, argument: A): Promise<R> {
  return (await frame.evaluate(sourceOf(script, argument))) as R;
}

/** The same, with what it returns left in the page. */
export async function inPageHandle<A, R>(frame: Frame, script: PageScript<A, R>, argument: A): Promise<JSHandle<R>> {
  return (await frame.evaluateHandle(sourceOf(script, argument))) as JSHandle<R>;
}

function sourceOf<A, R>({ run, tools }: PageScript<A, R>, argument: A): string {
  const given = JSON.stringify(argument) as string | undefined;
  const objects = Object.entries({ dom, ...tools }).map(([name, object]) => objectSource(name, object));
  return `(() => { ${HELPERS}\n${objects.join("\n")}\nreturn (${run.toString()})(dom, ${given ?? "undefined"}); })()`;
}

const objectSource = (name: string, object: object): string =>
  `const ${name} = {};\n${Object.entries(object)
    .map(([key, tool]) => `${name}.${key} = ${typeof tool === "function" ? String(tool) : JSON.stringify(tool)};`)
    .join("\n")}`;
