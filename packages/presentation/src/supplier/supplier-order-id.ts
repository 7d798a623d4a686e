const SERIAL_DIGITS = 4;
const FORM = /^(?:ord_(\d{4})_|ORD-(\d{4})-)(\d{4,15})$/;

/** `ord_2026_0042`: what the supplier face calls an order, by its year (UTC) and its serial. */
export function supplierOrderId({ serial, createdAt }: { serial: number; createdAt: Date }): string {
  return `ord_${createdAt.getUTCFullYear()}_${padded(serial)}`;
}

/** `ORD-2026-0042`: the same, for people. */
export function supplierOrderNumber({ serial, createdAt }: { serial: number; createdAt: Date }): string {
  return `ORD-${createdAt.getUTCFullYear()}-${padded(serial)}`;
}

/** The serial in an id or a number; undefined: it can be none. Whoever finds the order compares its id with what was asked for. */
export function serialOfSupplierOrder(idOrNumber: string): number | undefined {
  const serial = FORM.exec(idOrNumber)?.[3];
  return serial === undefined ? undefined : Number(serial);
}

const padded = (serial: number): string => String(serial).padStart(SERIAL_DIGITS, "0");
