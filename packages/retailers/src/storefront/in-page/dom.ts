// Runs inside the shop's page. What stands here is sent there as text (see `in-page.ts`): a function may use `dom`, its own
// arguments and the browser, and nothing else of this file or any other.

export const dom = {
  /** Every element below a root in document order, those of open shadow roots included. */
  all: (root: ParentNode): Element[] => {
    const found: Element[] = [];
    const waiting: Element[] = [...root.children].toReversed();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      found.push(next);
      const inside = next.shadowRoot === null ? [] : [...next.shadowRoot.children];
      waiting.push(...[...inside, ...next.children].toReversed());
    }
    return found;
  },

  /** The element around this one, out of a shadow root too. */
  parent: (node: Node): Element | null => {
    const up = node instanceof Element && node.assignedSlot !== null ? node.assignedSlot : node.parentNode;
    if (up instanceof ShadowRoot) return up.host;
    return up instanceof Element ? up : null;
  },

  closest: (element: Element, selector: string): Element | null => {
    for (let at: Element | null = element; at !== null; at = dom.parent(at)) if (at.matches(selector)) return at;
    return null;
  },

  /** Laid out, not transparent, not pushed out of the page, not in a panel that is folded to nothing. */
  isShown: (element: Element): boolean => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || box.right + scrollX < 1 || box.bottom + scrollY < 1) return false;
    for (let at = dom.parent(element); at !== null && at !== document.body; at = dom.parent(at)) {
      if (at.clientHeight > 1 || at.scrollHeight <= 1) continue;
      if (/hidden|clip/.test(getComputedStyle(at).overflow)) return false;
    }
    return dom.closest(element, "[aria-hidden=true],[inert]") === null;
  },

  fold: (text: string | null | undefined): string => (text ?? "").replaceAll(/\s+/g, " ").trim(),

  /** The text as it is laid out, on one line. */
  text: (element: Element): string =>
    dom.fold(element instanceof HTMLElement ? element.innerText : element.textContent),

  /** The text that elements named by an attribute hold. */
  named: (element: Element, attribute: string): string => {
    const ids = (element.getAttribute(attribute) ?? "").split(/\s+/).filter((id) => id !== "");
    const root = element.getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return "";
    return dom.fold(ids.map((id) => root.getElementById(id)?.textContent ?? "").join(" "));
  },

  /** The labels that a field has by the book: bound, around it, or by ARIA. */
  label: (element: Element): string => {
    const aria = dom.named(element, "aria-labelledby") || dom.fold(element.getAttribute("aria-label"));
    if (aria !== "") return aria;
    const bound = "labels" in element && element.labels instanceof NodeList ? [...element.labels] : [];
    const texts = bound
      .map((label) => (label instanceof Element ? dom.ownWords(label) : ""))
      .filter((text) => text !== "");
    if (texts.length > 0) return texts.join(" ").slice(0, 200);
    const around = element.closest("label");
    if (around !== null) return dom.ownWords(around).slice(0, 200);
    // A radio that is no input is called what it holds.
    return element.matches("[role=radio],[role=checkbox],[role=switch],[role=menuitemradio]")
      ? dom.text(element).slice(0, 200)
      : "";
  },

  /** A label's text without what stands in the fields that it is around. */
  ownWords: (label: Element): string => {
    const parts = [...label.childNodes].map((node: Node) => {
      if (node instanceof Element)
        return node.matches("select,textarea,script,style,datalist") ? "" : dom.ownWords(node);
      return node.nodeType === 3 ? (node.textContent ?? "") : "";
    });
    return dom.fold(parts.join(" "));
  },

  /** The nearest text before a field that no other field stands between: where shops forget to bind a label. */
  near: (element: Element): string => {
    const fields = "input:not([type=hidden]),select,textarea";
    let at: Element = element;
    for (let up = 0; up < 4; up += 1) {
      for (let before = at.previousSibling; before !== null; before = before.previousSibling) {
        if (before instanceof Element && (before.matches(fields) || before.querySelector(fields) !== null)) return "";
        const text = dom.fold(before.textContent);
        if (/\p{L}{2}/u.test(text) && text.length < 80) return text;
      }
      const parent = dom.parent(at);
      if (parent === null || parent === document.body || parent.matches("form,fieldset")) break;
      at = parent;
    }
    return dom.after(element);
  },

  /** The words right before an element or what holds it, up to the next field. */
  before: (element: Element): string => {
    const others = "input:not([type=hidden]),select,textarea,button";
    let at: Element = element;
    for (let up = 0; up < 3; up += 1) {
      for (let before = at.previousSibling; before !== null; before = before.previousSibling) {
        if (before instanceof Element && (before.matches(others) || before.querySelector(others) !== null)) return "";
        const text = dom.fold(before.textContent);
        if (/\p{L}{2}/u.test(text)) return text.length < 80 ? text : "";
      }
      const parent = dom.parent(at);
      if (parent === null || parent.matches("body,form,fieldset")) return "";
      at = parent;
    }
    return "";
  },

  /** A short text right behind a field: a radio's or a checkbox's, mostly. */
  after: (element: Element): string => {
    for (let next = element.nextSibling; next !== null; next = next.nextSibling) {
      if (next instanceof Element && next.matches("input,select,textarea,button")) return "";
      const text = dom.fold(next.textContent);
      if (text !== "") return text.slice(0, 120);
    }
    return "";
  },

  /** What a button or link is called. */
  name: (element: Element): string => {
    const aria = dom.named(element, "aria-labelledby") || dom.fold(element.getAttribute("aria-label"));
    const shown = dom.text(element);
    if (/\p{L}{2}/u.test(shown)) return shown.slice(0, 120);
    if (aria !== "") return aria.slice(0, 120);
    if (element instanceof HTMLInputElement) return dom.fold(element.value || element.alt || element.title);
    // What a component's user wrote between its tags stands in a slot, outside the button that shows it.
    const slots = element.querySelectorAll("slot");
    const slotted = [...slots].flatMap((slot) => slot.assignedNodes({ flatten: true })).map((node) => node.textContent);
    if (shown === "" && dom.fold(slotted.join(" ")) !== "") return dom.fold(slotted.join(" ")).slice(0, 120);
    const picture = element.querySelector("img[alt],svg title");
    const alt = picture instanceof HTMLImageElement ? picture.alt : picture?.textContent;
    return shown || dom.fold(element.getAttribute("title")) || dom.fold(alt);
  },

  isLandmark: (element: Element): boolean => {
    const around = dom.closest(element, "header,nav,footer,[role=banner],[role=navigation],[role=contentinfo]");
    if (around === null) return false;
    return !around.matches("header,footer") || dom.closest(around, "main,article,form,section,dialog") === null;
  },

  dialog: (element: Element): Element | null =>
    dom.closest(element, "dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]"),

  isDialog: (element: Element): boolean => dom.dialog(element) !== null,

  /** The outermost ancestor that floats over the page: a pop-up, a drawer, a banner. */
  floating: (element: Element): Element | null => {
    let outermost: Element | null = null;
    for (let at: Element | null = element; at !== null && at !== document.body; at = dom.parent(at)) {
      const { position, zIndex } = getComputedStyle(at);
      if (position === "fixed" || (position === "absolute" && Number(zIndex) > 10)) outermost = at;
    }
    return outermost;
  },

  isFloating: (element: Element): boolean => dom.floating(element) !== null,
};

export type Dom = typeof dom;
