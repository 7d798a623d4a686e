// Runs inside the shop's page: see `in-page.ts`.
import type { PageScript } from "../in-page.ts";
import type { Dom } from "./dom.ts";

interface StructuredOffer {
  name: string;
  url: string;
  price: string;
  currency: string;
  availability: string;
  /** Of all its offers: schema.org's addresses, or words. */
  conditions: string[];
  /** The longest times to hand a parcel over, in days. */
  handlingDays: number[];
}

/** A stretch of the document, by the places of its elements. */
interface Stretch {
  from: number;
  to: number;
}

/** Where the button that puts *this* product into the cart stands, among all that look like it. */
interface AddCandidate extends Stretch {
  at: number;
  /** It stands in a card that leads to another product. */
  isCard: boolean;
  /** How far up one has to go from the product's heading to find it. */
  distance: number;
}

export interface SeenProduct {
  heading: string;
  structured: StructuredOffer[];
  openGraph: { title: string; currency: string; availability: string; condition: string };
  /** Each with the stretch that holds heading and button. */
  candidates: AddCandidate[];
  /** What shows other products. */
  cards: Stretch[];
  /** The lines around the product's heading, other products left out. */
  lines: string[];
}

/** schema.org's Product and Offer, as JSON-LD or microdata, and OpenGraph. */
const structure = {
  /** Any node of JSON-LD, however it is nested. */
  read: (given: unknown): StructuredOffer[] => {
    if (Array.isArray(given)) return given.flatMap((one) => structure.read(one));
    if (typeof given !== "object" || given === null) return [];
    const node = given as Record<string, unknown>;
    const inside = [node["@graph"], node["mainEntity"]].flatMap((one) => structure.read(one));
    const types = new Set([node["@type"]].flat());
    if (!types.has("Product") && !types.has("ProductGroup")) return inside;
    const [offer] = [node["offers"]].flat() as (Record<string, unknown> | undefined)[];
    const [detail] = [offer?.["priceSpecification"]].flat() as (Record<string, unknown> | undefined)[];
    const first = (...values: unknown[]): string => {
      const value = values.find((one) => typeof one === "string" || typeof one === "number");
      return value === undefined ? "" : `${value}`;
    };
    return [
      {
        name: first(node["name"]),
        url: first(node["url"], offer?.["url"]),
        price: first(offer?.["price"], offer?.["lowPrice"], detail?.["price"]),
        currency: first(offer?.["priceCurrency"], detail?.["priceCurrency"]),
        availability: first(offer?.["availability"]),
        ...structure.terms(node),
      },
      ...inside,
    ];
  },

  /** What the data say of an offer beside its price, of all the offers that there are. */
  terms: (node: Record<string, unknown>): Pick<StructuredOffer, "conditions" | "handlingDays"> => {
    type Node = Record<string, unknown>;
    const under = (from: readonly Node[], name: string): Node[] =>
      from.flatMap((one) => [one[name]].flat()).filter((one): one is Node => typeof one === "object" && one !== null);
    const offers = under([node], "offers");
    const all = [node, ...offers, ...under(offers, "offers"), ...under([node], "hasVariant")];
    const times = under(under(under(all, "shippingDetails"), "deliveryTime"), "handlingTime");
    return {
      conditions: all.map((one) => one["itemCondition"]).filter((condition) => typeof condition === "string"),
      handlingDays: times.map((time) => Number(time["maxValue"] ?? time["value"])).filter(Number.isFinite),
    };
  },

  fromScripts: (): StructuredOffer[] =>
    [...document.querySelectorAll("script[type='application/ld+json']")].flatMap((script) => {
      try {
        return structure.read(JSON.parse(script.textContent ?? ""));
      } catch {
        // Broken structured data is none.
        return [];
      }
    }),

  fromMicrodata: (dom: Dom): StructuredOffer[] =>
    [...document.querySelectorAll("[itemtype*='schema.org/Product']")].map((item) => {
      const of = (name: string): string => {
        const found = item.querySelector(`[itemprop="${name}"]`);
        return dom.fold(found?.getAttribute("content") ?? found?.getAttribute("href") ?? found?.textContent);
      };
      return {
        name: of("name"),
        url: of("url"),
        price: of("price"),
        currency: of("priceCurrency"),
        availability: of("availability"),
        conditions: [of("itemCondition")].filter((text) => text !== ""),
        handlingDays: [],
      };
    }),

  meta: (...names: string[]): string => {
    for (const name of names) {
      const content = document.querySelector(`meta[property="${name}"],meta[name="${name}"]`)?.getAttribute("content");
      if (content !== null && content !== undefined && content !== "") return content;
    }
    return "";
  },
};

const places = {
  chain: (dom: Dom, element: Element | undefined): Element[] => {
    const up: Element[] = [];
    for (let at: Element | null = element ?? null; at !== null; at = dom.parent(at)) up.push(at);
    return up;
  },

  /** The product's own heading: the one that its structured data name, or the page's first. */
  heading: (dom: Dom, all: readonly Element[], names: readonly string[]): Element | undefined => {
    const headings = all.filter((element) => /^H[123]$/.test(element.tagName) && dom.isShown(element));
    const inMain = headings.filter((heading) => !dom.isLandmark(heading));
    return (
      inMain.find((heading) => names.includes(dom.text(heading))) ??
      inMain.find((heading) => heading.tagName === "H1") ??
      inMain[0] ??
      headings[0]
    );
  },

  /** A link around a picture or a heading, to another page that may be a product's. */
  isElsewhere: (link: Element): boolean => {
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return false;
    if (link.pathname + link.search === location.pathname + location.search) return false;
    if (
      /\.(jpe?g|png|webp|gif|svg|avif|pdf)$/i.test(link.pathname) ||
      link.getAttribute("href")?.startsWith("#") === true
    )
      return false;
    if (/review|size|shipping|returns?|wish|compare|login|cart|checkout|brand|categor/i.test(link.pathname))
      return false;
    const pictures = "img,picture,svg,h2,h3,h4,h5";
    return link.querySelector(pictures) !== null || link.closest("h2,h3,h4,h5") !== null;
  },

  /** A card leads elsewhere, and does not hold this product's heading. */
  isCard: (element: Element, heading: Element | undefined): boolean =>
    (heading === undefined || !element.contains(heading)) &&
    [...element.querySelectorAll("a[href]")].some((link) => places.isElsewhere(link)),

  stretchOf: (dom: Dom, all: readonly Element[], element: Element): { from: number; to: number } => {
    const from = all.indexOf(element);
    return { from, to: from + dom.all(element).length + 1 };
  },
};

const run = (dom: Dom, buttons: readonly number[]): SeenProduct => {
  const all = dom.all(document);
  const structured = [...structure.fromScripts(), ...structure.fromMicrodata(dom)];
  const names = structured.map(({ name }) => dom.fold(name)).filter((name) => name !== "");
  const heading = places.heading(dom, all, names);
  const above = heading === undefined ? [document.body as Element] : places.chain(dom, heading);
  const candidates = buttons.flatMap((at): AddCandidate[] => {
    const path = places.chain(dom, all[at]);
    const meeting = path.find((element) => above.includes(element)) ?? document.body;
    const isCard = path.slice(0, path.indexOf(meeting)).some((element) => places.isCard(element, heading));
    return [{ at, isCard, distance: above.indexOf(meeting), ...places.stretchOf(dom, all, meeting) }];
  });
  const [nearest] = candidates
    .filter((candidate) => !candidate.isCard)
    .toSorted((one, other) => one.distance - other.distance);
  const scope = all[nearest?.from ?? -1] ?? above[Math.min(3, above.length - 1)] ?? document.body;
  const cards = dom.all(scope).filter((element) => {
    const parent = dom.parent(element);
    return places.isCard(element, heading) && parent !== null && (parent === scope || !places.isCard(parent, heading));
  });
  const lines = dom
    .all(scope)
    .filter((element) => element.children.length < 4 && !cards.some((card) => card.contains(element)))
    .map((element) => (dom.isShown(element) ? dom.text(element) : ""))
    .filter((text) => text !== "" && text.length < 160);
  return {
    heading: heading === undefined ? "" : dom.text(heading),
    structured: structured.slice(0, 10),
    openGraph: {
      title: structure.meta("og:title"),
      currency: structure.meta("product:price:currency", "og:price:currency"),
      availability: structure.meta("product:availability", "og:availability"),
      condition: structure.meta("product:condition", "og:condition"),
    },
    candidates,
    cards: cards.map((card) => places.stretchOf(dom, all, card)),
    lines: [...new Set(lines)].slice(0, 80),
  };
};

/** What a product page says of its product. Takes the places of what may add it to the cart. */
export const readProduct: PageScript<readonly number[], SeenProduct> = { run, tools: { structure, places } };
