/**
 * A Medusa amount (dollars, with as many decimals as its taxes made: 71.6056) as a storefront shows it, in cents: rounded, the
 * half cent up. In decimals, as printed: 1.005 is not 1.00499….
 */
export function toCents(amount: number): number {
  const [digits = "", exponent = "0"] = String(amount).split("e");
  return Math.round(Number(`${digits}e${Number(exponent) + 2}`));
}
