import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import type { CartLine } from "../../cart.ts";
import type { Product } from "../../catalogue.ts";
import { picturePath } from "../../product-picture.ts";
import { STATES } from "../../states.ts";
import type { Quote } from "../counter/quote.ts";

/** The total as text, or as a picture where the scenario wants it unreadable. `write` is how the layout writes money. */
export function TotalAmount({ quote, write = formatUsd }: { quote: Quote; write?: (cents: number) => string }): VNode {
  if (quote.isTotalDrawn) return <img src="/media/total.svg" alt="" width="120" height="24" />;
  return <>{write(quote.known?.totalCents ?? quote.subtotalCents - quote.discountCents)}</>;
}

/** "Size: M, Color: Navy"; undefined for a thing without variants. */
export function variantText(line: { variant: readonly { label: string; value: string }[] }): string | undefined {
  if (line.variant.length === 0) return undefined;
  return line.variant.map((chosen) => `${chosen.label}: ${chosen.value}`).join(", ");
}

/** The small picture of a cart line; what the shop itself added has none. */
export function LinePicture({ line, size }: { line: CartLine; size: number }): VNode | null {
  if (line.slug === "protection-plan") return null;
  return <img src={picturePath(line.slug)} alt={line.title} title={line.title} width={size} height={size} />;
}

/** The options of a state list; `value` is what the layout sends for a state's code. */
export function StateOptions(props: { chosen?: string | undefined; value?: (code: string) => string }): VNode {
  const value = props.value ?? ((code) => code);
  return (
    <>
      {STATES.map((state) => (
        <option key={state.code} value={value(state.code)} selected={value(state.code) === props.chosen}>
          {state.name}
        </option>
      ))}
    </>
  );
}

/** The payment provider's frame; `card-token.js` puts its token into the hidden field beside it. */
export function CardFrame({ payOrigin }: { payOrigin: string }): VNode {
  return (
    <div class="card-box" data-card-box>
      <iframe title="Secure card form" src={`${payOrigin}/card-form`} data-origin={payOrigin} />
      <input type="hidden" name="payment_token" />
      <p data-card-note />
    </div>
  );
}

export function price(product: Product): string {
  return formatUsd(product.priceCents);
}

/** Numbers in the place of codes, as shops with a table of states have them. */
export function zoneId(code: string): string {
  const at = STATES.findIndex((state) => state.code === code);
  return at === -1 ? "" : String(3_613 + at);
}

export function codeOfZone(id: string | undefined): string {
  return STATES[Number(id) - 3_613]?.code ?? "";
}

/** The code of a state that was typed as a code or as a name; what was typed, where it is none. */
export function codeOfState(text: string | undefined): string {
  const typed = (text ?? "").trim().toLowerCase();
  const state = STATES.find(({ code, name }) => code.toLowerCase() === typed || name.toLowerCase() === typed);
  return state?.code ?? typed;
}

/** Product data for search engines, as JSON. */
export function structuredData(product: Product, origin: string): VNode {
  const data = {
    "@context": "https://schema.org/",
    "@type": "Product",
    name: product.title,
    sku: product.sku,
    description: product.description,
    image: origin + picturePath(product.slug),
    offers: {
      "@type": "Offer",
      url: `${origin}/products/${product.slug}`,
      priceCurrency: "USD",
      price: (product.priceCents / 100).toFixed(2),
      availability: `http://schema.org/${product.stock === 0 ? "OutOfStock" : "InStock"}`,
    },
  };
  // A "<" would let a text end the script element.
  const json = JSON.stringify(data).replaceAll("<", String.raw`\u003c`);
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
