/** The start of a long text, never with half a surrogate pair at its end. */
export function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength).replace(/\p{Surrogate}$/u, "")}…` : text;
}
