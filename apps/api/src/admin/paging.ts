/** Of a list that is shown page by page, newest first: what `?before=` says. Undefined: nothing, or nothing that is a serial. */
export function readBefore(given: unknown): number | undefined {
  return typeof given === "string" && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}

/** The page of what was found, and its last entry where there are more: lists are asked for one more than a page holds. */
export function takePage<T>(found: readonly T[], size: number): { page: readonly T[]; lastOfMore: T | undefined } {
  const page = found.slice(0, size);
  return { page, lastOfMore: found.length > size ? page.at(-1) : undefined };
}
