/**
 * The fields of the page's form as the JSON that a tool would send: what is left blank is left out, so that it stays as it was. What
 * does not fit is left for ResolveReturn to refuse by name.
 */
export function readReturnAnswer(form: Record<string, unknown>): Record<string, unknown> {
  const { label_urls: labels, ...rest } = form;
  const given = Object.entries(rest).filter(([, value]) => typeof value !== "string" || value.trim() !== "");
  const answer = Object.fromEntries(given);
  if (typeof labels !== "string") return labels === undefined ? answer : { ...answer, label_urls: labels };
  const urls = labels.split(/\s+/).filter((url) => url !== "");
  return urls.length === 0 ? answer : { ...answer, label_urls: urls };
}
