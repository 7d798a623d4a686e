import { CartRefusal } from "@cartwright/db";
import type { CartRequirement } from "@cartwright/orders";
import type { CartState } from "@cartwright/schemas";
import { notFound } from "../../http/mount-routes.ts";
import { fieldProblem, Problem } from "../../http/problem.ts";

export interface Fault {
  /** As this face calls it: `ship_address.city`. */
  field: string;
  /** What stands behind its name: "can't be blank". */
  message: string;
}

/** 422, each fault under its field. */
export function refusal(...faults: readonly Fault[]): Problem {
  return fieldProblem(
    "validation_error",
    faults.map(({ field, message }) => ({ field, message, code: "invalid" })),
  );
}

/** Runs a write of the store; what that refuses is thrown as a Problem. `thing`: what is not there if it is not. */
export async function refusing<T>(write: () => Promise<T>, thing = "order"): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof CartRefusal ? toProblem(error, thing) : error;
  }
}

function toProblem({ kind, faults, version }: CartRefusal, thing: string): Problem {
  switch (kind) {
    case "not_found":
      return notFound(thing);
    case "stale":
    case "moved":
      return staleProblem(version);
    case "complete":
      return isComplete();
    case "invalid":
      return refusal(...faults);
  }
}

export function staleProblem(version: number | undefined): Problem {
  const now = version === undefined ? "" : `: its state_lock_version is ${version} now`;
  return new Problem("stale_version", `The order was changed by another request${now}. Read it again, and try again.`, {
    details: version === undefined ? {} : { state_lock_version: version },
  });
}

function isComplete(): Problem {
  return refusal({ field: "state", message: "is complete: the order is bought as it is, and is not changed any more" });
}

/** What is done with carts alone, asked of an order of another face. */
export function neverWasACart(): Problem {
  return refusal({ field: "state", message: "is complete: the order came through another face, and never was a cart" });
}

/** Of a cart whose `next` is none: the last step has a request of its own. */
export function cannotGoOn(state: CartState): Problem {
  if (state !== "confirm") return isComplete();
  return refusal({ field: "state", message: "is confirm: nothing is left but to complete the order, which buys it" });
}

const BLANK = "can't be blank";

export function missingFault(requirement: Exclude<CartRequirement, "shipping">): Fault {
  return { field: requirement, message: BLANK };
}

export function blankFault(field: string): Fault {
  return { field, message: BLANK };
}
