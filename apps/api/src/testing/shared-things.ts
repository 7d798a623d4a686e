import type { Route } from "../http/route.ts";

/** Of the deployment's things that a path may name, one each that is there for test keys: see storeSeedSupplier. By operation. */
const SHARED: Readonly<Record<string, string>> = {
  getSupplierProduct: "prod_abc123",
  getSupplier: "sup_xyz789",
  listProductsOfSupplier: "sup_xyz789",
};

/** What a row names that is nobody's own. A row that is not here fails the tests by its name. */
export function sharedThing({ id, path }: Route): string {
  const thing = SHARED[id];
  if (thing === undefined) throw new Error(`nobody has said what ${path} may name: testing/shared-things`);
  return thing;
}
