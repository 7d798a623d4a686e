import type { CDPSession, Protocol } from "puppeteer";

/** In CSS pixels of the whole document, as it is laid out and scrolled now. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const NODE_TYPES = { 1: "element", 3: "text", 9: "document", 11: "shadow" } as const;

/** A page as the browser itself holds it: closed shadow roots and frames of the same process included. */
export interface PageNode {
  kind: "element" | "text" | "document" | "shadow" | "other";
  /** Lower case: `input`, `#text`, `::before`. */
  name: string;
  /** What a text or a pseudo element shows. */
  text: string;
  /** By lower-case name. */
  attributes: Readonly<Record<string, string>>;
  /** Where it is laid out; nothing of what is not. */
  boxes: Box[];
  children: PageNode[];
  /** What a frame shows, where that can be seen. */
  content: PageNode | undefined;
  /** Of documents. */
  url: string;
}

/**
 * Reads the page from outside: nothing is run in it, nothing of it is changed, and it cannot notice. Takes milliseconds, some
 * tens of them for the largest pages.
 */
export async function readPageSnapshot(client: CDPSession): Promise<PageNode> {
  const snapshot = await client.send("DOMSnapshot.captureSnapshot", { computedStyles: [], includeDOMRects: true });
  const documents = snapshot.documents.map((document) => toNodes(document, snapshot.strings));
  snapshot.documents.forEach((document, at) => {
    const frames = document.nodes.contentDocumentIndex;
    frames?.index.forEach((nodeIndex, k) => {
      const frame = documents[at]?.[nodeIndex];
      if (frame !== undefined) frame.content = documents[frames.value[k] ?? -1]?.[0];
    });
  });
  const root = documents[0]?.[0];
  if (root === undefined) throw new Error("the page has no document");
  return root;
}

type Snapshot = Protocol.DOMSnapshot.DocumentSnapshot;

/** The nodes of one document, in the snapshot's order; the first is the document itself. */
function toNodes({ nodes, layout, documentURL }: Snapshot, strings: readonly string[]): PageNode[] {
  const word = (index: number | undefined): string => (index === undefined ? "" : (strings[index] ?? ""));
  const all = (nodes.nodeType ?? []).map((type, at): PageNode => ({
    kind: NODE_TYPES[type as keyof typeof NODE_TYPES] ?? "other",
    name: word(nodes.nodeName?.[at]).toLowerCase(),
    text: type === 3 ? word(nodes.nodeValue?.[at]) : "",
    attributes: toAttributes(nodes.attributes?.[at] ?? [], word),
    boxes: [],
    children: [],
    content: undefined,
    url: type === 9 ? word(documentURL) : "",
  }));
  nodes.parentIndex?.forEach((parent, at) => {
    const node = all[at];
    if (node !== undefined && parent >= 0) all[parent]?.children.push(node);
  });
  layout.nodeIndex.forEach((nodeIndex, at) => {
    const [node, bounds] = [all[nodeIndex], layout.bounds[at]];
    if (node === undefined || bounds === undefined) return;
    const [x = 0, y = 0, width = 0, height = 0] = bounds;
    node.boxes.push({ x, y, width, height });
    const shown = word(layout.text[at]);
    if (node.kind !== "text" && shown !== "") node.text = `${node.text} ${shown}`.trim();
  });
  return all;
}

function toAttributes(indices: readonly number[], word: (index: number | undefined) => string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (let at = 0; at < indices.length; at += 2) attributes[word(indices[at]).toLowerCase()] = word(indices[at + 1]);
  return attributes;
}
