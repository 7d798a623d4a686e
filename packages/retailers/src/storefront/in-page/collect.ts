// Runs inside the shop's page: see `in-page.ts`.
import type { PageScript } from "../in-page.ts";
import type { Dom } from "./dom.ts";

type ElementKind = "text" | "select" | "combobox" | "radio" | "checkbox" | "option" | "button" | "link";

/** One thing that can be typed into, chosen or pressed, as it stands on the page. */
export interface SeenElement {
  /** Its place in the frame's list, and among all elements of the document. */
  ref: number;
  at: number;
  kind: ElementKind;
  /** Of an input: its type. */
  type: string;
  name: string;
  id: string;
  autocomplete: string;
  /** The label that it has by the book; for a button or link, what it is called. */
  label: string;
  placeholder: string;
  /** The nearest text, where there is no label. */
  near: string;
  value: string;
  isOn: boolean;
  isRequired: boolean;
  isDisabled: boolean;
  /** It shows what was chosen elsewhere, and cannot be typed into. */
  isReadOnly: boolean;
  options: { value: string; text: string }[];
  /** Of a radio or checkbox: all the text that stands with it and with no other, its price beside the label. */
  beside: string;
  /** What its group is called: a legend, a group's label. */
  group: string;
  /** The place of that group; -1: it has none. */
  groupAt: number;
  /** The last heading before it. */
  section: string;
  /** The places of the elements around it: its parent, and that one's. */
  around: number[];
  /** Which shadow tree it is in; 0: the document's own. */
  root: number;
  /** Which form it is in; -1: none. */
  form: number;
  href: string;
  isDialog: boolean;
  isLandmark: boolean;
  isFloating: boolean;
  /** The place of what holds it over the page: one pop-up's, one drawer's. -1: it stands in the page. */
  layer: number;
  /** It opens and closes something: a section, a menu. */
  isExpander: boolean;
}

export interface Collected {
  url: string;
  title: string;
  elements: SeenElement[];
  headings: string[];
  /** What the page says is wrong. */
  alerts: string[];
  /** Visible text, folded. */
  text: string;
  captcha: string;
}

export interface CollectedHandle {
  nodes: Element[];
  data: Collected;
}

const collecting = {
  usable:
    "a[href],button,input:not([type=hidden]):not([type=file]),select,textarea,summary,[role=button],[role=radio],[role=checkbox],[role=switch],[role=option],[role=combobox],[role=link],[role=menuitemradio],[onclick]",

  /** The round button that a component draws inside its own radio: what is chosen is the one around it. */
  isPart: (dom: Dom, node: Element): boolean => {
    const parent = dom.parent(node);
    return node.getAttribute("role") === "radio" && parent !== null && dom.closest(parent, "[role=radio]") !== null;
  },

  typeOf: (node: Element): string => {
    if (node instanceof HTMLInputElement) return node.type;
    return node.tagName === "BUTTON" ? (node.getAttribute("type") ?? "submit") : "";
  },

  kindOf: (node: Element, type: string): ElementKind => {
    const role = node.getAttribute("role") ?? "";
    const isInput = node instanceof HTMLInputElement;
    if (node instanceof HTMLSelectElement) return "select";
    if (role === "combobox") return "combobox";
    if ((isInput && type === "radio") || role === "radio" || role === "menuitemradio") return "radio";
    if ((isInput && type === "checkbox") || role === "checkbox" || role === "switch") return "checkbox";
    if (role === "option") return "option";
    if (node instanceof HTMLTextAreaElement) return "text";
    if (isInput && !/^(submit|button|image|reset)$/.test(type)) return "text";
    return node.tagName === "A" && role !== "button" ? "link" : "button";
  },

  /** Of a styled radio or checkbox only the label is seen. */
  isThere: (dom: Dom, node: Element, kind: ElementKind): boolean => {
    if (dom.isShown(node)) return true;
    if (!(node instanceof HTMLInputElement) || (kind !== "radio" && kind !== "checkbox")) return false;
    return [...(node.labels ?? [])].some((label) => dom.isShown(label));
  },

  isOn: (node: Element): boolean => {
    if (node instanceof HTMLInputElement && /^(radio|checkbox)$/.test(node.type)) return node.checked;
    return ["aria-checked", "aria-pressed", "aria-selected"].some((name) => node.getAttribute(name) === "true");
  },

  valueOf: (dom: Dom, node: Element, kind: ElementKind): string => {
    const isField =
      node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;
    const value = isField ? node.value : "";
    return (kind === "combobox" && value === "" ? dom.text(node) : value).slice(0, 200);
  },

  /** The text beside a field without a label, or before a button: what a row of swatches is called. */
  near: (dom: Dom, node: Element, kind: ElementKind, label: string): string => {
    if (kind === "link") return "";
    if (kind !== "button" && kind !== "option" && label !== "") return "";
    const behind = kind === "radio" || kind === "checkbox" ? dom.after(node) : "";
    return behind === "" ? dom.near(node) : behind;
  },

  names: (dom: Dom, node: Element, kind: ElementKind) => {
    const isField = kind !== "button" && kind !== "link" && kind !== "option";
    const label = (isField ? dom.label(node) : dom.name(node)).slice(0, 200);
    const attribute = (name: string): string => node.getAttribute(name) ?? "";
    return {
      name: attribute("name"),
      id: node.id,
      autocomplete: attribute("autocomplete"),
      label,
      placeholder: attribute("placeholder"),
      near: collecting.near(dom, node, kind, label),
      beside: collecting.beside(dom, node, kind),
    };
  },

  /** Whether it stands in the page, or in what is held over it. */
  layer: (dom: Dom, node: Element, places: Map<Element, number>) => {
    const [floating, dialog] = [dom.floating(node), dom.dialog(node)];
    const held = floating ?? dialog;
    return {
      isDialog: dialog !== null,
      isFloating: floating !== null,
      layer: held === null ? -1 : (places.get(held) ?? -1),
    };
  },

  state: (dom: Dom, node: Element, kind: ElementKind) => ({
    value: collecting.valueOf(dom, node, kind),
    isOn: collecting.isOn(node),
    isRequired: node.hasAttribute("required") || node.getAttribute("aria-required") === "true",
    isDisabled: node.matches(":disabled") || node.getAttribute("aria-disabled") === "true",
    isReadOnly: node.hasAttribute("readonly"),
    options:
      node instanceof HTMLSelectElement
        ? [...node.options].map((option) => ({ value: option.value, text: dom.fold(option.textContent) }))
        : [],
    href: node instanceof HTMLAnchorElement ? node.href : "",
    isLandmark: dom.isLandmark(node),
    isExpander: node.hasAttribute("aria-expanded") || node.tagName === "SUMMARY",
  }),

  /** The text of the most that is around one radio alone, or of what little is around a checkbox. */
  beside: (dom: Dom, node: Element, kind: ElementKind): string => {
    if (kind !== "radio" && kind !== "checkbox") return "";
    const isRadio = kind === "radio";
    const kin = isRadio ? "input[type=radio],[role=radio]" : "input[type=checkbox],[role=checkbox],[role=switch]";
    let alone: Element = node;
    for (
      let up = dom.parent(node);
      up !== null && !up.matches("form,body,fieldset,[role=radiogroup]");
      up = dom.parent(up)
    ) {
      const others = [...up.querySelectorAll(kin)].filter((other) => !node.contains(other) && !other.contains(node));
      if (others.length > 0 || dom.text(up).length > (isRadio ? 250 : 120)) break;
      alone = up;
    }
    return dom.text(alone).slice(0, 250);
  },

  group: (dom: Dom, node: Element, places: Map<Element, number>) => {
    const holder = node.closest("fieldset,[role=radiogroup],[role=group],[role=listbox]");
    if (holder === null) return { group: collecting.groupBefore(dom, node).slice(0, 120), groupAt: -1 };
    const legend = holder.querySelector(":scope > legend, :scope > * > legend");
    const label = dom.named(holder, "aria-labelledby") || holder.getAttribute("aria-label") || legend?.textContent;
    return { group: dom.fold(label).slice(0, 120), groupAt: places.get(holder) ?? -1 };
  },

  /** Of radios that only their name holds together: the text that stands before them all. */
  groupBefore: (dom: Dom, node: Element): string => {
    if (!(node instanceof HTMLInputElement) || node.type !== "radio" || node.name === "") return "";
    const all = document.querySelectorAll(`input[type=radio][name="${CSS.escape(node.name)}"]`);
    const others = [...all].filter((other) => other instanceof HTMLInputElement && other.form === node.form);
    let around = dom.parent(node);
    while (around !== null && !others.every((other) => around?.contains(other))) around = dom.parent(around);
    return around === null || around.matches("form,body") || others.length < 2 ? "" : dom.before(around);
  },

  headingText: (dom: Dom, node: Element): string => {
    if (!/^(H[1-6]|LEGEND)$/.test(node.tagName) && node.getAttribute("role") !== "heading") return "";
    const text = dom.text(node);
    return text.length < 150 && dom.isShown(node) ? text : "";
  },

  alertText: (dom: Dom, node: Element): string => {
    const wrong = /(^|[-_ ])(error|errors|invalid|danger|alert|warning|fault)([-_ ]|$)/i;
    if (node.getAttribute("role") !== "alert" && !wrong.test(node.getAttribute("class") ?? "")) return "";
    const text = dom.text(node);
    return text.length > 2 && text.length < 300 && dom.isShown(node) ? text : "";
  },

  /** The address of a captcha that waits for its solution: one that only watches shows a badge, or nothing. */
  captcha: (dom: Dom): string => {
    const asks = /recaptcha\/api2\/(anchor|bframe)|hcaptcha|turnstile|captcha/i;
    const frames = [...document.querySelectorAll("iframe")].filter((frame) => dom.isShown(frame));
    const found = frames.find((frame) => asks.test(frame.src) && frame.getBoundingClientRect().height >= 60);
    return (found?.src ?? "").slice(0, 100);
  },
};

const run = (dom: Dom): CollectedHandle => {
  const nodes: Element[] = [];
  const elements: SeenElement[] = [];
  const headings: string[] = [];
  const alerts: string[] = [];
  const forms: Element[] = [];
  const roots: Node[] = [document];
  const places = new Map<Element, number>();
  let section = "";
  for (const [at, node] of dom.all(document).entries()) {
    places.set(node, at);
    const heading = collecting.headingText(dom, node);
    if (heading !== "") {
      section = heading;
      headings.push(heading);
    }
    const alert = collecting.alertText(dom, node);
    if (alert !== "" && !alerts.includes(alert)) alerts.push(alert);
    if (!node.matches(collecting.usable) || collecting.isPart(dom, node)) continue;
    const type = collecting.typeOf(node);
    const kind = collecting.kindOf(node, type);
    if (!collecting.isThere(dom, node, kind)) continue;
    const form = node.closest("form");
    if (form !== null && !forms.includes(form)) forms.push(form);
    const root = node.getRootNode();
    if (!roots.includes(root)) roots.push(root);
    const parent = dom.parent(node);
    const grandparent = parent === null ? null : dom.parent(parent);
    elements.push({
      ref: nodes.length,
      at,
      kind,
      type,
      ...collecting.names(dom, node, kind),
      ...collecting.state(dom, node, kind),
      ...collecting.layer(dom, node, places),
      ...collecting.group(dom, node, places),
      section,
      around: [parent, grandparent].map((element) => (element === null ? -1 : (places.get(element) ?? -1))),
      root: roots.indexOf(root),
      form: form === null ? -1 : forms.indexOf(form),
    });
    nodes.push(node);
  }
  return {
    nodes,
    data: {
      url: location.href,
      title: document.title,
      elements,
      headings: headings.slice(0, 60),
      alerts: alerts.slice(0, 20),
      text: dom.fold(document.body?.innerText).slice(0, 12_000),
      captcha: collecting.captcha(dom),
    },
  };
};

/** Everything on a page that a buyer could use, with what it is called. */
export const collect: PageScript<undefined, CollectedHandle> = { run, tools: { collecting } };
