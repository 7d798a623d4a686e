export interface CartFieldFault {
  /** In the platform's own words: `ship_address_id`. */
  field: string;
  message: string;
}

/**
 * A write of the platform face is not done, and nothing of it was stored. `stale`: the cart is of another version than the client
 * has seen, `version`. `complete`: it was bought. `moved`: it was changed while it was being completed. `invalid`: see the faults.
 */
export class CartRefusal extends Error {
  override readonly name = "CartRefusal";
  readonly kind: "not_found" | "stale" | "complete" | "moved" | "invalid";
  readonly faults: readonly CartFieldFault[];
  readonly version: number | undefined;

  constructor(kind: CartRefusal["kind"], faults: readonly CartFieldFault[] = [], version?: number) {
    super(`the cart is not written to: ${kind}`);
    this.kind = kind;
    this.faults = faults;
    this.version = version;
  }

  static of(faults: readonly CartFieldFault[]): CartRefusal {
    return new CartRefusal("invalid", faults);
  }
}
