const CENTS = 100;

/** US cents as that platform writes a decimal: "0.0", "170.9", "24.99". Null where nobody knows it. */
export function decimal(cents: number): string;
export function decimal(cents: number | null): string | null;
export function decimal(cents: number | null): string | null {
  if (cents === null) return null;
  const sign = cents < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(cents) / CENTS);
  const rest = String(Math.abs(cents) % CENTS).padStart(2, "0");
  return `${sign}${whole}.${rest.endsWith("0") ? rest.slice(0, 1) : rest}`;
}
