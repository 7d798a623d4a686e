import type { OrderFace, ProblemCode } from "@cartwright/schemas";
import type { Route } from "./route.ts";

/** What a part of the API is to its readers. */
interface FaceWords {
  name: string;
  /** What its paths begin with; empty: nothing in common. */
  base: string;
  description: string;
}

export type FaceName = "native" | OrderFace;

/** In the order in which they are told of. */
const FACES: Readonly<Record<FaceName, FaceWords>> = {
  native: {
    name: "Orders",
    base: "",
    description: `For whoever has a product's URL.
Paths without a prefix: \`/orders\`, \`/retailers\`, \`/webhooks\` and the others.

- **Money is integer cents**, times are UTC, ids are UUIDs.
- **An unknown field is refused by name**: a typo never changes what is bought.
- **Errors** are \`{"error":{"code","message","details"}}\`, always, and name the fields at fault.`,
  },
  supplier: {
    name: "Supplier orders",
    base: "/api/v1",
    description: `For whoever orders from suppliers, by the ids of a catalogue that the operator keeps.
Paths below \`/api/v1\`.

- **An order is confirmed with its answer**: it is stored, and its money is set aside.
- **Money is integer cents**: subtotal + shipping + platform fee = total. What nobody has read yet is null, never 0.
- **Errors** are \`{"error":{"code","message","details"}}\` in codes of its own, most of them with status 400.`,
  },
  platform: {
    name: "Platform orders (JSON:API)",
    base: "/api/v2/platform",
    description: `For clients of the commerce platform whose order endpoints these are: carts that are filled, and completed.
Paths below \`/api/v2/platform\`, and \`/spree_oauth\` for tokens.

- **Only \`complete\` buys.** Until then, a cart is a cart.
- **JSON:API**, as \`application/vnd.api+json\`: \`include\`, \`fields[…]\`, \`filter[…]\`, \`sort\`, \`page\`. Decimals are strings, and every amount has its \`display_…\`.
- **Errors** are \`{"error":"…","errors":{"field":["…"]}}\`.`,
  },
};

export interface TagGroup extends FaceWords {
  face: FaceName;
  tags: string[];
}

/** The tags of each face that has rows. As the vendor extension `x-tagGroups`, that readers of OpenAPI make chapters of. */
export function tagGroups(routes: readonly Route[]): TagGroup[] {
  const groups = (Object.keys(FACES) as FaceName[]).map((face) => {
    const rows = routes.filter((row) => (row.face?.name ?? "native") === face);
    const { name, base, description } = FACES[face];
    return { face, name, base, description, tags: [...new Set(rows.map(({ tag }) => tag))] };
  });
  return groups.filter(({ tags }) => tags.length > 0);
}

/** What a code means at a face, where it is told otherwise than natively. */
const FACE_PROBLEM_WORDS: Readonly<Record<OrderFace, Partial<Record<ProblemCode, string>>>> = {
  supplier: {
    validation_error:
      "`missing_field` or `invalid_field`: `details.field` names the first at fault, `details.field_errors` all.",
    invalid_shipping_address:
      "`invalid_field`: the address does not hold up; `details` says why, and what may be meant.",
    unsupported_country: "`invalid_field`: orders are shipped within the United States only.",
    insufficient_funds: "`invalid_request`: a spend limit of the account or the key does not leave enough.",
    order_not_cancellable: "`invalid_request`: the purchase was sent to the retailer, or is done.",
    idempotency_conflict: "`invalid_request`: the idempotency key belongs to an order with another body.",
    bad_request: "`invalid_request`: the request could not be read, or asks for what is not to be had.",
  },
  platform: {
    unauthorized: "There is no token or key, it is not valid, or it is over.",
    forbidden: "It lacks the scope that is needed.",
    bad_request: "The request could not be read: broken JSON, no root, or an `include` that there is none of.",
    validation_error: "`errors` names the fields at fault, each with what is wrong.",
    not_found: "There is no such resource, or it is another account's: the two are not told apart.",
    invalid_shipping_address: "`errors` says why the address does not hold up.",
  },
};

/** What a code means, as the face that refuses tells it. */
export function problemWords(face: OrderFace, code: ProblemCode, natively: string): string {
  return FACE_PROBLEM_WORDS[face][code] ?? natively;
}
