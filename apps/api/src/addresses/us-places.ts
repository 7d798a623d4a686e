import zipcodes from "zipcodes";

/** The post office's main city of a ZIP. `state` may be one that we do not ship to (`FM`, `PW`, `MH`). */
export interface Place {
  city: string;
  state: string;
  latitude: number;
  longitude: number;
}

const EARTH_RADIUS_MILES = 3_959;

// What a first word of a city's name is shortened to.
const LONG_FORMS: Readonly<Record<string, string>> = {
  st: "saint", ste: "sainte", mt: "mount", ft: "fort", pt: "point", n: "north", s: "south", e: "east", w: "west",
  hts: "heights", spgs: "springs", jct: "junction", twp: "township", bch: "beach", vlg: "village", lk: "lake",
}; // prettier-ignore

// What people call a city, by what the post office calls it. Keys and values as `cityKey` makes them.
const SHORT_FORMS: Readonly<Record<string, string>> = {
  nyc: "newyork", ny: "newyork", newyorkcity: "newyork", manhattan: "newyork", la: "losangeles", sf: "sanfrancisco",
  philly: "philadelphia", vegas: "lasvegas", dc: "washington", washingtondc: "washington", slc: "saltlakecity",
  okc: "oklahomacity", kc: "kansascity", stl: "saintlouis", nola: "neworleans", jax: "jacksonville", atl: "atlanta",
}; // prettier-ignore

/** The ZIP's place, `undefined` where no ZIP of the United States is known by these five digits. */
export function findPlace(zip5: string): Place | undefined {
  const code = Object.hasOwn(zipcodes.codes, zip5) ? zipcodes.codes[zip5] : undefined;
  return code?.country === "US" ? code : undefined;
}

/** One spelling for all spellings of a city's name: `St. Louis`, `Saint Louis` and `SAINT-LOUIS` are the same. */
export function cityKey(city: string): string {
  const words = city
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/['’.]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return words.map((word) => LONG_FORMS[word] ?? word).join("");
}

/** Whether people call that city so for short: "NYC" for New York. */
export function isShortForm(city: string, place: Place): boolean {
  return SHORT_FORMS[cityKey(city)] === cityKey(place.city);
}

/** Whether a city of that name is known in the place's state, at most so many miles from it. */
export function isKnownNear(city: string, place: Place, miles: number): boolean {
  const sites = citiesByState().get(`${place.state}/${cityKey(city)}`) ?? [];
  return sites.some((site) => milesBetween(site, place) <= miles);
}

let cities: Map<string, Place[]> | undefined;

/** Built once, at the first question: 42 000 ZIPs take a few dozen milliseconds. */
function citiesByState(): Map<string, Place[]> {
  if (cities !== undefined) return cities;
  cities = new Map();
  for (const code of Object.values(zipcodes.codes)) {
    if (code.country !== "US") continue;
    const key = `${code.state}/${cityKey(code.city)}`;
    const sites = cities.get(key);
    if (sites === undefined) cities.set(key, [code]);
    else sites.push(code);
  }
  return cities;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function milesBetween(a: Place, b: Place): number {
  const latitude = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const chord = latitude + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitude;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(chord)));
}
