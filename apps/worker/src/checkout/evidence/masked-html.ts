import { isButton, isFilled, isSplitNumber } from "./judge-page.ts";
import { type Mask, MASKED } from "./mask.ts";
import type { PageNode } from "./page-snapshot.ts";

const MAX_BYTES = 200_000;
const CUT = "\n<!-- cut -->\n";

/** How a page looks, or what it runs: of no use to whoever asks why a checkout failed. */
const DROPPED = new Set(["script", "style", "link", "meta", "base", "noscript", "svg", "template", "head"]);
const VOID = new Set(["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"]);
/** What says how a page is built. Everything else may hold what somebody typed, or a token. */
const KEPT = new Set(
  (
    "id class name type role for autocomplete placeholder title alt href src action method colspan rowspan checked disabled " +
    "readonly required hidden selected open tabindex maxlength pattern inputmode lang data-testid data-code"
  ).split(" "),
);
const ADDRESSES = new Set(["href", "src", "action"]);
/** Part of a URL's path that is no word: it may open somebody's checkout. */
const TOKEN = /^(?=.*\d)[\w~.-]{20,}$/;

/**
 * The page as text, for whoever has to find out why an order failed: without scripts, styles and values, its texts masked,
 * cut to 200 KB. Never to be shown as a page.
 */
export function toMaskedHtml(root: PageNode, mask: Mask): string {
  const html: string[] = [];
  let bytes = 0;
  const write = (text: string): boolean => {
    bytes += Buffer.byteLength(text);
    if (bytes <= MAX_BYTES) html.push(text);
    return bytes <= MAX_BYTES;
  };
  const isWhole = writeNode(root, mask, write);
  return html.join("") + (isWhole ? "" : CUT);
}

type Write = (text: string) => boolean;

/** False once there is no more room. */
function writeNode(node: PageNode, mask: Mask, write: Write): boolean {
  switch (node.kind) {
    case "text":
      return write(escape(mask.hides(node.text) ? MASKED : node.text));
    case "document":
      return write(`<!-- ${escape(pathOf(node.url, mask))} -->\n`) && writeAll(node.children, mask, write);
    case "shadow":
      return writeAll(node.children, mask, write);
    case "element":
      return writeElement(node, mask, write);
    case "other":
      return true;
  }
}

function writeElement(node: PageNode, mask: Mask, write: Write): boolean {
  if (DROPPED.has(node.name)) return true;
  // ::before and its like are no elements, but say something.
  if (node.name.startsWith(":")) return node.text === "" || write(escape(mask.hides(node.text) ? MASKED : node.text));
  if (!write(`<${node.name}${attributesOf(node, mask)}>`)) return false;
  if (VOID.has(node.name)) return true;
  if (isSplitNumber(node, mask)) return write(`${MASKED}</${node.name}>`);
  const inside = node.content === undefined ? [] : [node.content];
  // A select's options say what the shop offers; what was typed stands inside of the others.
  const isTyped = isFilled(node) && node.name !== "select";
  return writeAll(isTyped ? [] : [...inside, ...node.children], mask, write) && write(`</${node.name}>`);
}

function writeAll(nodes: readonly PageNode[], mask: Mask, write: Write): boolean {
  return nodes.every((node) => writeNode(node, mask, write));
}

function attributesOf(node: PageNode, mask: Mask): string {
  return Object.entries(node.attributes)
    .filter(([name]) => isKept(node, name))
    .map(([name, value]) => {
      const shown = ADDRESSES.has(name) ? pathOf(value, mask) : value;
      return ` ${name}="${escape(mask.hides(shown) ? MASKED : shown)}"`;
    })
    .join("");
}

function isKept(node: PageNode, name: string): boolean {
  // Which one is chosen says where somebody lives.
  if (node.name === "option" && name === "selected") return false;
  return KEPT.has(name) || name.startsWith("aria-") || (name === "value" && isButton(node));
}

/** Without query and fragment, and without what may open something. */
function pathOf(url: string, mask: Mask): string {
  if (url.startsWith("data:") || url.startsWith("javascript:")) return `${url.slice(0, url.indexOf(":"))}:…`;
  const [path = ""] = url.split(/[?#]/, 1);
  return path
    .split("/")
    .map((part) => (TOKEN.test(part) || mask.hides(part.replaceAll(/[-_+]|%20/g, " ")) ? MASKED : part))
    .join("/");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
