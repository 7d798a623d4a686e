// Runs inside the shop's page: see `in-page.ts`.
import type { PageScript } from "../in-page.ts";
import type { Dom } from "./dom.ts";

/** A line of a page with its amounts of money, as it reads. */
export interface MoneyRow {
  text: string;
  /** In reading order; crossed-out ones are left out. */
  amounts: string[];
  at: number;
  isLandmark: boolean;
}

/** A thing in a cart as it stands on the page. */
export interface SeenLine {
  text: string;
  /** Where its links lead. */
  links: string[];
  amounts: string[];
  /** What stands in its quantity field; empty: it has none. */
  quantityField: string;
  /** Single numbers among its texts. */
  numbers: string[];
  /** What a folded part of it says ("See details"), each word or value for itself. */
  folded: string[];
  /** It stands in a drawer or a dialog. */
  isFloating: boolean;
  from: number;
  to: number;
}

export interface SeenMoney {
  rows: MoneyRow[];
  lines: SeenLine[];
}

/** A product by its title, or by its page's address without the query; empty: not to be gone by. */
export interface Ordered {
  title: string;
  path: string;
  /** The parameters that its page's address must have, where the path alone does not tell it from others. */
  identity: readonly (readonly [name: string, value: string])[];
}

const money = {
  amountsIn: (text: string): string[] =>
    text.match(
      /(?:-|−)?\s?(?:(?:US\s?)?\$|USD)\s?(?:-|−)?\d[\d.,]*(?:\s?USD)?|\d[\d.,]*\s?USD|(?:€|£|¥|₹|EUR|GBP|CHF|CA\$|A\$)\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|£|EUR|GBP|CHF|CAD|AUD)/g,
    ) ?? [],

  isCrossedOut: (dom: Dom, element: Element): boolean =>
    dom.closest(element, "del,s,strike") !== null ||
    getComputedStyle(element).textDecorationLine.includes("line-through"),

  /** The smallest element around an amount that can be seen and is not crossed out. */
  isLeaf: (dom: Dom, element: Element): boolean => {
    if (/^(SCRIPT|STYLE|OPTION|TEMPLATE|NOSCRIPT)$/.test(element.tagName)) return false;
    const text = dom.fold(element.textContent);
    if (text.length > 400 || money.amountsIn(text).length === 0) return false;
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent ?? "");
    const isSmallest = ![...element.children].some((child) => money.amountsIn(dom.fold(child.textContent)).length > 0);
    return (
      (isSmallest || money.amountsIn(own.join(" ")).length > 0) &&
      dom.isShown(element) &&
      !money.isCrossedOut(dom, element)
    );
  },

  hasLabel: (text: string): boolean => {
    const rest = money.amountsIn(text).reduce((left, amount) => left.replace(amount, ""), text);
    return /\p{L}{3}/u.test(rest.replaceAll(/usd/gi, ""));
  },

  /** From an amount up to the first element that has words beside it. */
  rowOf: (dom: Dom, leaf: Element): Element => {
    let row = leaf;
    for (let up = 0; up < 4 && !money.hasLabel(dom.text(row)); up += 1) {
      if (row.tagName === "DD" && row.previousElementSibling !== null) break;
      const parent = dom.parent(row);
      if (parent === null || parent.tagName === "BODY" || money.amountsIn(dom.text(parent)).length > 3) break;
      row = parent;
    }
    return row;
  },

  /** The words beside an amount that has none of its own: of a list's term, of the cell before or behind it. */
  labelOf: (dom: Dom, row: Element): string => {
    if (row.tagName === "DD" && row.previousElementSibling !== null) return dom.text(row.previousElementSibling);
    if (money.hasLabel(dom.text(row))) return "";
    const beside = row.previousElementSibling ?? row.nextElementSibling;
    const text = beside === null ? "" : dom.text(beside);
    return money.amountsIn(text).length === 0 ? text : "";
  },

  rows: (dom: Dom, leaves: readonly Element[], places: Map<Element, number>): MoneyRow[] => {
    const rows = new Map<Element, MoneyRow>();
    for (const leaf of leaves) {
      const row = money.rowOf(dom, leaf);
      const text = dom.fold(`${money.labelOf(dom, row)} ${dom.text(row)}`);
      if (rows.has(row) || text.length > 300) continue;
      const amounts = money.amountsIn(dom.text(row));
      rows.set(row, { text, amounts, at: places.get(row) ?? -1, isLandmark: dom.isLandmark(leaf) });
    }
    return [...rows.values()];
  },
};

const cart = {
  /** What can be set or chosen says nothing of what is in the cart. */
  controls: "select,option,button,label,input,textarea,form,script,style,template,noscript",

  plain: (text: string): string =>
    ` ${text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `,

  /** Whether an element names a product of the order: it links to its page, or it is its title. */
  isAbout: (dom: Dom, element: Element, ordered: readonly Ordered[]): boolean =>
    ordered.some(({ title, path, identity }) => {
      if (path !== "" && element instanceof HTMLAnchorElement) {
        const query = new URLSearchParams(element.search);
        const isPath = `${element.origin}${element.pathname}`.replace(/\/$/, "") === path;
        if (isPath && identity.every(([name, value]) => query.get(name) === value)) return true;
      }
      return title !== "" && element.children.length === 0 && cart.plain(dom.text(element)).includes(cart.plain(title));
    }),

  /** Two of a summary's words in one element are no line of a cart. */
  isSummary: (text: string): boolean =>
    [/sub ?total|\bitems?\b.{0,3}\$|goods/i, /shipping|delivery/i, /\btax(es)?\b/i, /\btotal\b/i].filter((word) =>
      word.test(text),
    ).length > 1,

  /** From a product's name up to the line of the cart: the first element with an amount and a count. */
  lineOf: (dom: Dom, anchor: Element): Element | undefined => {
    let best: Element | undefined;
    for (let at: Element | null = anchor; at !== null && at.tagName !== "BODY"; at = dom.parent(at)) {
      const text = dom.text(at);
      if (text.length > 600 || cart.isSummary(text)) break;
      if (money.amountsIn(text).length === 0) continue;
      if (cart.isCounted(dom, at, text)) {
        best = at;
        break;
      }
      best ??= at;
      if (at.matches("tr,li,[role=row],[role=listitem]")) break;
    }
    // A cell is not the line: a line of a table is its row.
    return best?.closest("tr") ?? best;
  },

  isCounted: (dom: Dom, element: Element, text: string): boolean =>
    dom.all(element).some((inner) => inner.matches("input:not([type=hidden]),select")) ||
    /(^|\s)(x|×|qty:?)?\s?\d{1,3}(\s|$|×)/i.test(text),

  /** The lines beside one: of its kind, with an amount, and with a count, a link or a picture where it has one. Sums have none. */
  linesBeside: (dom: Dom, line: Element, ordered: readonly Ordered[]): Element[] => {
    const pictured = "a[href],img,picture,svg";
    const isCounted = cart.isCounted(dom, line, dom.text(line));
    const isPictured = line.querySelector(pictured) !== null;
    return [...(line.parentElement?.children ?? [line])].filter((other) => {
      if (other === line) return true;
      const isSameKind = other.tagName === "TR" || other.tagName === "LI" || other.className === line.className;
      const text = dom.text(other);
      if (other.tagName !== line.tagName || !isSameKind || money.amountsIn(text).length === 0) return false;
      if (!dom.isShown(other)) return false;
      if (dom.all(other).some((element) => cart.isAbout(dom, element, ordered))) return true;
      if (isPictured && other.querySelector(pictured) !== null) return true;
      if (isCounted) return cart.isCounted(dom, other, text);
      return !/total|shipping|delivery|\btax(es)?\b|discount|items|goods|merchandise/i.test(text);
    });
  },

  describe: (dom: Dom, line: Element, leaves: readonly Element[], from: number): SeenLine => {
    const inside = dom.all(line);
    const isCount = (element: Element): boolean =>
      element instanceof HTMLInputElement &&
      !/hidden|radio|checkbox/.test(element.type) &&
      /^\d{1,3}$/.test(element.value);
    const named = inside.find((element) =>
      element.matches(
        "input[type=number],input[name*=qty i],input[name*=quantity i],input[id*=qty i],input[id*=quantity i],input[aria-label*=quantity i],select,input[inputmode=numeric]",
      ),
    );
    const quantity = named ?? inside.find(isCount);
    const isField = quantity instanceof HTMLInputElement || quantity instanceof HTMLSelectElement;
    return {
      text: dom.text(line).slice(0, 600),
      links: inside.flatMap((element) => (element instanceof HTMLAnchorElement ? [element.href] : [])),
      amounts: inside
        .filter((element) => leaves.includes(element))
        // What a choice costs more ("Large [+$5.00]") is in the line's price already.
        .flatMap((element) => money.amountsIn(dom.text(element).replaceAll(/\+\s?(?:US\s?)?\$\s?\d[\d.,]*/g, " "))),
      quantityField: isField ? quantity.value : "",
      numbers: inside
        .filter((element) => element.children.length === 0 && dom.isShown(element))
        .map((element) => dom.text(element))
        .filter((text) => /^(x|×|qty:?|quantity:?)?\s?\d{1,3}\s?(x|×)?$/i.test(text)),
      folded: inside
        .filter((element) => element.children.length === 0 && element.closest(cart.controls) === null)
        .filter((element) => !dom.isShown(element))
        .map((element) => dom.fold(element.textContent))
        .filter((text) => text !== "" && text.length < 80)
        .slice(0, 30),
      isFloating: dom.isDialog(line) || dom.isFloating(line),
      from,
      to: from + inside.length + 1,
    };
  },
};

const run = (dom: Dom, ordered: readonly Ordered[]): SeenMoney => {
  const all = dom.all(document);
  const places = new Map(all.map((element, at) => [element, at]));
  const leaves = all.filter((element) => money.isLeaf(dom, element));
  const lines = new Set<Element>();
  for (const anchor of all) {
    if (!cart.isAbout(dom, anchor, ordered) || !dom.isShown(anchor) || dom.isLandmark(anchor)) continue;
    const line = cart.lineOf(dom, anchor);
    if (line === undefined || [...lines].some((known) => known.contains(line) || line.contains(known))) continue;
    for (const other of cart.linesBeside(dom, line, ordered)) lines.add(other);
  }
  return {
    rows: money.rows(dom, leaves, places),
    lines: [...lines].map((line) => cart.describe(dom, line, leaves, places.get(line) ?? -1)),
  };
};

/** Every amount that a page shows, with its label, and the lines of a cart on it: those that were ordered and those beside them. */
export const readMoney: PageScript<readonly Ordered[], SeenMoney> = { run, tools: { money, cart } };
