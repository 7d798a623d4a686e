/** As a person says it, in one figure: "3 s", "4 min", "2 h", "5 d". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

export const since = (at: Date, now: Date): string => duration((now.getTime() - at.getTime()) / 1_000);
