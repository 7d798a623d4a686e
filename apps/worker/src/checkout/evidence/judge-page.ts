import { parseUrl } from "@cartwright/schemas";
import type { Mask } from "./mask.ts";
import type { Box, PageNode } from "./page-snapshot.ts";

/** What of a page may not be seen. */
export interface PageVerdict {
  /** Why no picture of it is taken at all: card data may be entered here. */
  payment: string | undefined;
  /** What is painted over: fields, frames that cannot be seen into, and texts that hold a part of the order's. */
  hidden: Box[];
}

/** In names, ids, labels and placeholders of fields. */
const CARD_FIELD =
  /card[\s_.-]*(?:number|num\b|no\b)|\bcc[\s_.-]*(?:number|num|no|csc|cvc|cvv|exp)|cvc|cvv|\bcsc\b|security[\s_-]*code/i;
const CARD_AUTOCOMPLETE = /(?:^|\s)cc-/i;
/** In the address, name, title or id of a frame. */
const CARD_FRAME =
  /card|pay|cvc|cvv|checkout|stripe|braintree|adyen|square|spreedly|klarna|authorize|worldpay|hosted[-_]?field|wallet|secure/i;
/** A frame that is smaller than this holds no field. */
const MIN_FRAME = 10;
/** Numbers that are split over elements are looked for in texts no longer than this. */
const MAX_SPLIT = 60;

const FIELDS = new Set(["input", "textarea", "select"]);
/** What these say is their label, and not a value. */
const BUTTON_TYPES = new Set(["submit", "button", "reset", "image"]);
const MARK_TYPES = new Set(["checkbox", "radio", "range", "color"]);
/** What they show is in no text. */
const OPAQUE = new Set(["canvas", "video", "object", "embed"]);
const FRAMES = new Set(["iframe", "frame"]);

export const isButton = ({ name, attributes }: PageNode): boolean =>
  name === "input" && BUTTON_TYPES.has((attributes["type"] ?? "text").toLowerCase());

/** Whether somebody may have typed or chosen what it shows. */
export function isFilled(node: PageNode): boolean {
  if (node.attributes["contenteditable"] !== undefined) return node.attributes["contenteditable"] !== "false";
  if (node.name === "input") {
    return !isButton(node) && !MARK_TYPES.has((node.attributes["type"] ?? "text").toLowerCase());
  }
  return FIELDS.has(node.name);
}

/** Whether its parts, read as one, are a phone or card number of which none of them says enough. */
export const isSplitNumber = (node: PageNode, mask: Mask): boolean =>
  node.children.length > 1 && mask.hidesNumber(shortTextOf(node));

/** Judges a page, frames and all, by what it shows right now. */
export function judgePage(root: PageNode, mask: Mask): PageVerdict {
  const verdict: PageVerdict = { payment: undefined, hidden: [] };
  judge(root, { mask, verdict, origin: originOf(root.url) });
  return verdict;
}

interface Judging {
  mask: Mask;
  verdict: PageVerdict;
  origin: string;
}

function judge(node: PageNode, judging: Judging): void {
  const { mask, verdict } = judging;
  verdict.payment ??= cardFieldIn(node);
  if (FRAMES.has(node.name)) judgeFrame(node, judging);
  if (isFilled(node) || OPAQUE.has(node.name) || isTelling(node, mask)) verdict.hidden.push(...node.boxes);
  if (isSplitNumber(node, mask)) hideTexts(node, verdict);
  for (const child of node.children) judge(child, judging);
}

function isTelling(node: PageNode, mask: Mask): boolean {
  if (node.text !== "" && mask.hides(node.text)) return true;
  if (node.name === "img") return mask.hides(node.attributes["alt"] ?? "");
  return isButton(node) && mask.hides(node.attributes["value"] ?? "");
}

/** What is in a frame is laid out from the frame's own corner: it is hidden as a whole, or shown as a whole. */
function judgeFrame(frame: PageNode, { mask, verdict, origin }: Judging): void {
  const isShown = frame.boxes.some(({ width, height }) => width >= MIN_FRAME && height >= MIN_FRAME);
  const { src = "", name = "", title = "", id = "" } = frame.attributes;
  const inner = frame.content === undefined ? undefined : judgePage(frame.content, mask);
  const innerOrigin = frame.content === undefined ? undefined : originOf(frame.content.url);
  const isForeign = innerOrigin === undefined || (innerOrigin !== origin && innerOrigin !== "null");
  if (isShown && isForeign && CARD_FRAME.test(`${src} ${name} ${title} ${id}`)) {
    verdict.payment ??= "a frame of another origin may hold card fields";
  }
  verdict.payment ??= inner?.payment;
  if (isForeign || inner === undefined || inner.hidden.length > 0) verdict.hidden.push(...frame.boxes);
}

function cardFieldIn(node: PageNode): string | undefined {
  const { attributes } = node;
  if (FIELDS.has(node.name)) {
    if (CARD_AUTOCOMPLETE.test(attributes["autocomplete"] ?? "")) return "a field for a card";
    const words = ["name", "id", "placeholder", "aria-label", "data-testid"].map((name) => attributes[name] ?? "");
    if (CARD_FIELD.test(words.join(" | "))) return "a field that looks like one for a card";
  }
  if (node.name === "label" && CARD_FIELD.test(shortTextOf(node))) return "a label that names a card's number or code";
  return undefined;
}

/** The text of a small part of a page; empty when it is a large one. */
function shortTextOf(node: PageNode): string {
  let text = "";
  const pending = [node];
  for (let next = pending.pop(); next !== undefined && text.length <= MAX_SPLIT; next = pending.pop()) {
    text += next.text;
    pending.push(...next.children.toReversed());
  }
  return text.length <= MAX_SPLIT ? text : "";
}

function hideTexts(node: PageNode, verdict: PageVerdict): void {
  if (node.text !== "") verdict.hidden.push(...node.boxes);
  for (const child of node.children) hideTexts(child, verdict);
}

/** `about:` pages and `srcdoc` have none of their own. */
function originOf(url: string): string {
  return parseUrl(url)?.origin ?? "null";
}
