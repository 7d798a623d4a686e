/** What can be included of a resource, by the names of its relationships: each leads to a type that has its own. */
const RELATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  order: {
    user: "user",
    created_by: "user",
    approver: "user",
    canceler: "user",
    bill_address: "address",
    ship_address: "address",
    line_items: "line_item",
    payments: "payment",
    shipments: "shipment",
    state_changes: "state_change",
    return_authorizations: "return_authorization",
    reimbursements: "reimbursement",
    adjustments: "adjustment",
    all_adjustments: "adjustment",
    order_promotions: "order_promotion",
  },
  line_item: { order: "order", variant: "variant" },
  variant: { product: "product" },
  address: { user: "user" },
  payment: { order: "order" },
  shipment: { order: "order", address: "address", line_items: "line_item" },
  state_change: { user: "user" },
  adjustment: { order: "order" },
  order_promotion: { order: "order" },
};

/** That platform's own document includes these of an order by their bare names: they stand for the whole way to them. */
const SHORT_FOR: Readonly<Record<string, string>> = {
  "order variants": "line_items.variant",
  "order product": "line_items.variant.product",
  "order products": "line_items.variant.product",
};

const MAX_PATHS = 20;
const MAX_STEPS = 6;

/** The paths of an `include`, each as a list of names; `unknown` names the first one that leads nowhere. */
export function readIncludes(type: string, include: string): { paths: string[][] } | { unknown: string } {
  const paths: string[][] = [];
  for (const given of include.split(",").map((path) => path.trim())) {
    if (given === "") continue;
    const path = (SHORT_FOR[`${type} ${given}`] ?? given).split(".");
    if (paths.length >= MAX_PATHS || path.length > MAX_STEPS || !leadsSomewhere(type, path)) return { unknown: given };
    paths.push(path);
  }
  return { paths };
}

function leadsSomewhere(type: string, path: readonly string[]): boolean {
  let at: string | undefined = type;
  for (const name of path) {
    const relations: Readonly<Record<string, string>> | undefined = at === undefined ? undefined : RELATIONS[at];
    at = relations !== undefined && Object.hasOwn(relations, name) ? relations[name] : undefined;
  }
  return at !== undefined;
}
