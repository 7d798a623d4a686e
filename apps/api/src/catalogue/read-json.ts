import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  parseTree,
  type ParseError,
  printParseErrorCode,
} from "jsonc-parser";
import { fieldName } from "../http/field-errors.ts";
import type { CatalogueFault, CatalogueSource } from "./catalogue-fault.ts";

/** A catalogue as JSON. Comments and trailing commas are refused, and so is a key that is there twice. */
export function readCatalogueJson(text: string): CatalogueSource {
  const lineOf = openLines(text);
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, { disallowComments: true });
  // The parser goes on behind an error; what it makes of the rest is of no use to anybody.
  const [error] = errors;
  const broken = error === undefined ? undefined : { line: lineOf(error.offset), message: describeError(error) };
  if (root === undefined || broken !== undefined) {
    const { line, message } = broken ?? { line: null, message: "The file is empty" };
    return { raw: undefined, faults: [{ line, field: "", message }], isUnread: () => true, placeOf: () => NOWHERE };
  }
  return {
    raw: getNodeValue(root) as unknown,
    faults: findTwice(root).map(({ offset, path }) => {
      return { line: lineOf(offset), field: fieldName(path), message: "is there twice in its object" };
    }),
    isUnread: () => false,
    placeOf: (path) => ({ line: lineOf(findNearest(root, path).offset), field: fieldName(path) }),
  };
}

const NOWHERE: Pick<CatalogueFault, "line" | "field"> = { line: null, field: "" };

function describeError({ error }: ParseError): string {
  const words = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return `The file is no JSON from here on: ${words}`;
}

/** The node at a path; of one that is missing, what it is missing in. */
function findNearest(root: Node, path: readonly PropertyKey[]): Node {
  const segments = path.map((part) => (typeof part === "number" ? part : String(part)));
  for (let length = segments.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, segments.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

interface Twice {
  offset: number;
  path: readonly PropertyKey[];
}

function findTwice(node: Node, path: readonly PropertyKey[] = []): Twice[] {
  if (node.type === "array") return (node.children ?? []).flatMap((child, index) => findTwice(child, [...path, index]));
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  const found: Twice[] = [];
  for (const { children: [key, value] = [] } of node.children ?? []) {
    const name = String(key?.value);
    const own = [...path, name];
    if (seen.has(name)) found.push({ offset: key?.offset ?? node.offset, path: own });
    seen.add(name);
    if (value !== undefined) found.push(...findTwice(value, own));
  }
  return found;
}

/** From 1. Halving: a long file may have a fault in each of its lines. */
function openLines(text: string): (offset: number) => number {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1);
  return (offset) => {
    let [from, to] = [0, starts.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((starts[middle] ?? 0) <= offset) from = middle;
      else to = middle;
    }
    return to;
  };
}
