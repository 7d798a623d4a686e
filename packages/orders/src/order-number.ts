const SERIAL_DIGITS = 6;

/** The number a person quotes on the phone: year of acceptance and serial, `ORD-2026-000042`. */
export function orderNumber(serial: number, acceptedAt: Date): string {
  return `ORD-${acceptedAt.getUTCFullYear()}-${String(serial).padStart(SERIAL_DIGITS, "0")}`;
}
