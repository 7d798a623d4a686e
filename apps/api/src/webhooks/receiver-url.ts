import { isPrivateLiteral } from "@cartwright/network";
import { type FieldError, localAddressOf, parseUrl } from "@cartwright/schemas";
import { fieldProblem } from "../http/problem.ts";

/**
 * An address that events may be sent to, as it was given. Only what the text itself tells is judged: names are resolved, and
 * checked again, each time that an event is sent. Throws `validation_error`.
 */
export function requireReceiverUrl(given: string, allowLocal: ReadonlySet<string>): string {
  const fault = faultOf(given, allowLocal);
  if (fault === undefined) return given;
  const [code, message] = fault;
  const error: FieldError = { field: "url", code, message, expected: "a public http(s) URL" };
  // One that holds a password is shown to nobody.
  throw fieldProblem("validation_error", [code === "credentials_in_url" ? error : { ...error, received: given }]);
}

function faultOf(given: string, allowLocal: ReadonlySet<string>): [code: string, message: string] | undefined {
  const url = parseUrl(given);
  if (url === undefined) return ["not_a_url", "must be an absolute URL"];
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return ["not_http", `must be an http(s) URL, not ${url.protocol}`];
  if (url.username !== "" || url.password !== "")
    return ["credentials_in_url", "must not hold a user name or password"];
  if (given.includes("#")) return ["fragment_in_url", "must not have a fragment: no server sees one"];
  if (allowLocal.has(localAddressOf(url))) return undefined;
  const host = url.hostname.replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost") || isPrivateLiteral(host))
    return ["private_host", `${host} is not on the public internet`];
  return undefined;
}
