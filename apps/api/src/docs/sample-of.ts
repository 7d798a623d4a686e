import { refName, type Schema, type Schemas } from "./schema-tree.ts";

const ID = "6f1c1f0e-3a52-4a7e-9d53-0d8c1f2a9b10";
const TIME = "2026-09-18T09:30:00.000Z";

/** What a field of a name looks like, where its type alone would say little. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  first_name: "Ada",
  last_name: "Quinn",
  address_line1: "123 Market Street",
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
  zip: "94105",
  phone_number: "(415) 693-5505",
  country: "US",
  currency: "USD",
  max_price: 20_000,
  quantity: 1,
  number: "ORD-2026-000042",
  email: "ada@example.com",
  carrier: "UPS",
  tracking_number: "1Z999AA10123456784",
  merchant_order_ids: ["HP-1001"],
  username: "ada@example.com",
  password: "••••••••",
  supplier_id: "sup_harbor",
  product_id: "prod_walnut_desk_organizer",
  variant_id: "1",
  order_number: "ORD-2026-0042",
  street1: "123 Market Street",
  grant_type: "client_credentials",
};

/** Only what a request needs, or all that an answer has. */
type What = "required" | "all";

/** One value that the schema allows, to begin with or to look at. */
export function sampleOf(schemas: Schemas, schema: Schema, what: What, name = "", depth = 0): unknown {
  const ref = refName(schema);
  if (ref !== undefined) return sampleOf(schemas, schemas[ref] ?? {}, what, name, depth);
  if ("$ref" in schema) return null;
  const [example] = (schema.examples ?? []) as unknown[];
  if (example !== undefined) return example;
  if (schema.default !== undefined) return schema.default;
  const known = Object.hasOwn(BY_NAME, name) && depth > 0 ? BY_NAME[name] : undefined;
  if (known !== undefined && schema.properties === undefined && schema.enum === undefined) return known;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return known !== undefined && schema.enum.includes(known) ? known : schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.allOf?.[0];
  if (choice !== undefined) return sampleOf(schemas, choice, what, name, depth);
  if (schema.items !== undefined) return [sampleOf(schemas, schema.items, what, name, depth + 1)];
  if (schema.properties !== undefined) {
    const entries = Object.entries(schema.properties)
      .filter(([field]) => what === "all" || (schema.required ?? []).includes(field) || isNameOfAPerson(field))
      .map(([field, value]) => [field, sampleOf(schemas, value, what, field, depth + 1)]);
    return Object.fromEntries(entries) as unknown;
  }
  return scalar(schema, name);
}

// An address wants either these or `name`, which its schema cannot say.
const isNameOfAPerson = (field: string): boolean => field === "first_name" || field === "last_name";

function scalar(schema: { type?: unknown; format?: string; minimum?: number }, name: string) {
  const { format, minimum } = schema;
  // Of several, what is there: `string` of "string or null".
  const type = [schema.type].flat().find((one) => one !== "null") ?? schema.type;
  if (type === "integer" || type === "number") return Math.max(minimum ?? 0, 0);
  if (type === "boolean") return true;
  if (type === "null") return null;
  if (type !== "string") return {};
  if (format === "uuid" || format === "guid") return ID;
  if (format === "date-time" || name.endsWith("_at")) return TIME;
  if (format === "date") return TIME.slice(0, 10);
  if (name === "url" || name.endsWith("_url")) return "https://shop.example/products/walnut-desk-organizer";
  return name.replaceAll("_", " ");
}
