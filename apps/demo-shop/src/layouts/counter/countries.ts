/** ISO codes of the countries that a shop's address form lists, in the order of their English names. */
const CODES =
  "AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BA BW BR IO VG BN BG BF BI KH CM CA CV KY CF " +
  "TD CL CN CX CC CO KM CG CD CK CR CI HR CU CW CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FK FO FJ FI FR GF PF TF GA GM GE DE GH " +
  "GI GR GL GD GP GU GT GG GN GW GY HT HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU " +
  "MO MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR NP NL NC NZ NI NE NG NU NF KP MK MP NO OM PK PW PS PA " +
  "PG PY PE PH PN PL PT PR QA RE RO RU RW WS SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS KR SS ES LK BL SH KN LC MF PM VC SD SR " +
  "SJ SE CH SY TW TJ TZ TH TL TG TK TO TT TN TR TM TC TV UM VI UG UA AE GB US UY UZ VU VA VE VN WF EH YE ZM ZW";

const names = new Intl.DisplayNames(["en"], { type: "region" });

export interface Country {
  code: string;
  name: string;
}

export const COUNTRIES: readonly Country[] = CODES.split(" ")
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .sort((a, b) => a.name.localeCompare(b.name));

/** Enough for a shop that sells in a few places only. */
export const FEW_COUNTRIES: readonly Country[] = COUNTRIES.filter(({ code }) =>
  ["CA", "DE", "FR", "GB", "MX", "US"].includes(code),
);

const OTHER_STATES: Record<string, readonly string[]> = {
  CA: ["Alberta", "British Columbia", "Manitoba", "Nova Scotia", "Ontario", "Quebec", "Saskatchewan"],
  GB: ["England", "Northern Ireland", "Scotland", "Wales"],
  DE: ["Bavaria", "Berlin", "Hamburg", "Hesse", "Saxony"],
  MX: ["Jalisco", "Mexico City", "Nuevo León", "Yucatán"],
};

/** What a state list shows for a country other than the United States; most have none. */
export function otherStates(code: string): readonly string[] {
  return OTHER_STATES[code] ?? [];
}
