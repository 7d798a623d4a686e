/** How the demo shop can be laid out: as one kind of real shop software or another. The goods and the rules stay the same. */
export interface DemoLayout {
  /** `?layout=<name>` on any page puts the visitor's session into it. */
  name: string;
  /** `engine`: can be bought from by reading its pages. `human`: needs to be shown once. `special`: asks for care around the click. */
  kind: "engine" | "human" | "special";
  description: string;
}

export const DEMO_LAYOUTS = [
  {
    name: "one-page",
    kind: "engine",
    description: "One page whose sections appear as the former are saved; the address is typed in a modal dialog.",
  },
  {
    name: "accordion",
    kind: "engine",
    description: "Six panels fetched one by one, each with the same Continue button; a terms box guards the payment.",
  },
  {
    name: "five-pages",
    kind: "engine",
    description:
      "Five posted pages of tables: no structured data, labels beside their fields, amounts before their names.",
  },
  {
    name: "save-on-blur",
    kind: "engine",
    description: "Saves each field as it is left and draws the form anew; another country drops what was typed.",
  },
  {
    name: "query-steps",
    kind: "engine",
    description: "Steps in the query string; country and state are comboboxes whose lists are filtered and scrolled.",
  },
  {
    name: "german-order",
    kind: "engine",
    description: "Salutation, last name first, street and house number apart, ZIP before city, tax inside the total.",
  },
  {
    name: "drawer",
    kind: "engine",
    description:
      "Adding opens a side drawer with steppers; a cookie bar covers the page, and a newsletter dialog, which asks again over the drawer.",
  },
  {
    name: "guest-link",
    kind: "engine",
    description: "Checkout asks for a login; guests find a small link below it, and give their email twice.",
  },
  { name: "framed", kind: "engine", description: "The whole checkout is inside a frame of the same site." },
  {
    name: "suggestions",
    kind: "engine",
    description: "Typing an address opens suggestions over the next field, and saving it asks whether it is right.",
  },
  {
    name: "terms-and-alerts",
    kind: "engine",
    description: "One name field, a hidden terms box, a button that is none, and a native question before buying.",
  },
  {
    name: "buttons-variants",
    kind: "engine",
    description: "Variants are pressed buttons and a radio list; adding without a choice does nothing, silently.",
  },
  {
    name: "dependent-state",
    kind: "engine",
    description:
      "Over 200 countries, states fetched after the country, methods after the address, a billing box ticked.",
  },
  {
    name: "late-buttons",
    kind: "engine",
    description: "Buttons wake up by real key events, a spinner blocks the page, the last button comes late.",
  },
  { name: "web-components", kind: "engine", description: "The fields live in the shadow roots of custom elements." },
  {
    name: "canvas-control",
    kind: "human",
    description: "A delivery slot is chosen on an unlabelled drawing: without that click the shop does not go on.",
  },
  {
    name: "no-number",
    kind: "special",
    description: "Guests are shown no order number: only a success page, and an empty cart.",
  },
  {
    name: "error-after-storing",
    kind: "special",
    description:
      "Answers the purchase with 400 after it was stored; the account's history shows it with its reference.",
  },
  {
    name: "account-required",
    kind: "special",
    description: "No guests: the cart belongs to the account and holds what an earlier visit left in it.",
  },
] as const satisfies readonly DemoLayout[];

export type DemoLayoutName = (typeof DEMO_LAYOUTS)[number]["name"];
