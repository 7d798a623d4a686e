/** "Wednesday, December 2" of YYYY-MM-DD, which is a day of the place that it is about. */
export function longDay(day: string): string {
  const options = { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" } as const;
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", options);
}

/** "Nov 23, 2026, 10:00 AM UTC": where a scan was made is known, its time zone is not. */
export function shortTime(at: Date): string {
  return `${at.toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
}
