import { US_STATES } from "@cartwright/schemas";
import type { UsState } from "./tax-rates.ts";

/** The names the address form shows, in the order of `US_STATES`. */
const NAMES =
  "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,District of Columbia,Florida,Georgia,Hawaii," +
  "Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi," +
  "Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio," +
  "Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia," +
  "Washington,West Virginia,Wisconsin,Wyoming,American Samoa,Guam,Northern Mariana Islands,Puerto Rico," +
  "U.S. Virgin Islands,Armed Forces Americas,Armed Forces Europe,Armed Forces Pacific";

export const STATES: readonly { code: UsState; name: string }[] = NAMES.split(",").flatMap((name, index) => {
  const code = US_STATES[index];
  return code === undefined ? [] : [{ code, name }];
});

export function stateName(code: string): string {
  return STATES.find((state) => state.code === code)?.name ?? code;
}
