import type { Retailer, RetailerCatalog } from "@cartwright/retailers/catalog";
import type { KeyMode } from "@cartwright/schemas";
import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";

/** The id of the retailer that an account is at. Throws `unsupported_retailer` for one that keys of this mode do not order from. */
export function requireAccountRetailer(catalog: RetailerCatalog, mode: KeyMode, wanted: string): string {
  const known = catalog.retailers();
  const retailer = known.find(({ id }) => id === wanted.toLowerCase());
  const fault = retailer === undefined ? UNKNOWN : modeFault(retailer, mode);
  if (retailer !== undefined && fault === undefined) return retailer.id;
  throw fieldProblem("unsupported_retailer", [
    {
      field: "retailer",
      received: showReceived(wanted),
      expected: "the id of a retailer, as GET /retailers lists it",
      ...(fault ?? UNKNOWN),
    },
  ]);
}

const UNKNOWN = { code: "unknown_retailer", message: "is not a supported retailer" };

function modeFault({ name, sandbox }: Retailer, mode: KeyMode): typeof UNKNOWN | undefined {
  if (mode === "test" && !sandbox)
    return { code: "live_only", message: `is ${name}: test keys order from sandbox retailers only` };
  if (mode === "live" && sandbox)
    return { code: "sandbox_only", message: `is ${name}, a sandbox: it takes orders of test keys only` };
  return undefined;
}
