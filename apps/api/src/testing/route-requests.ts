import type { oas31 } from "zod-openapi";
import { sampleOf } from "../docs/sample-of.ts";
import type { Schema, Schemas } from "../docs/schema-tree.ts";
import { toTemplate } from "../http/openapi.ts";
import type { Route } from "../http/route.ts";
import { PRODUCT_URL, type TestApi } from "./test-api.ts";

/** `GET /orders/:id`, for messages. */
export const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** A row's path for the thing of an id; without one, with an id of the right form that nothing has. */
export function pathOf({ path }: Route, id = "00000000-0000-4000-8000-000000000000"): string {
  return path.replaceAll(/:\w+/g, encodeURIComponent(id));
}

/** A body that the row's schema allows: with it, a refusal is not the body's. */
export function bodyOf(api: TestApi, row: Route): unknown {
  if (row.body === undefined) return undefined;
  const schema = bodySchemaOf(api, row);
  if (schema === undefined) throw new Error(`${nameOf(row)} has no body in the document`);
  const sample = JSON.stringify(sampleOf(schemasOf(api), schema, "required"));
  return JSON.parse(
    sample
      .replaceAll(/https:\/\/shop\.example\/[\w/-]+/g, PRODUCT_URL)
      // What the document shows is the catalogue of `npm run dev`.
      .replaceAll("sup_harbor", "sup_xyz789")
      .replaceAll("prod_walnut_desk_organizer", "prod_abc123"),
  ) as unknown;
}

/** The row, as the document has it. */
export function operationIn({ document }: TestApi, row: Route): oas31.OperationObject {
  const operation = document.paths?.[toTemplate(row.path)]?.[row.method];
  if (operation === undefined) throw new Error(`${nameOf(row)} is not in the document`);
  return operation;
}

/** Of its JSON body; undefined: it takes none. */
export function bodySchemaOf(api: TestApi, row: Route): Schema | undefined {
  const { requestBody } = operationIn(api, row);
  return requestBody !== undefined && "content" in requestBody
    ? requestBody.content["application/json"]?.schema
    : undefined;
}

export const schemasOf = ({ document }: TestApi): Schemas => (document.components?.schemas ?? {}) as Schemas;
