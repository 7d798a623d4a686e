import { type FieldDecision, type ReadRecording, readRecording, RecordingFault } from "./read-recording.ts";

const URL = "https://shop.example/p/mug";
const TOLD = {
  product_url: URL,
  first_name: "Ann",
  last_name: "Lee",
  address_line1: "1 Main St",
  city: "New York",
  state: "NY",
  postal_code: "10001",
  phone_number: "+12125550100",
  email: "ann@example.com",
};

const go = { type: "navigate", url: `${URL}?utm=1` };
const click = (...selectors: string[]) => ({
  type: "click",
  selectors: selectors.map((one) => [one]),
  offsetX: 1,
  offsetY: 1,
});
const change = (value: string, ...selectors: string[]) => ({
  type: "change",
  value,
  selectors: selectors.map((one) => [one]),
});
const place = click("aria/Place order", "#place");

const read = (
  steps: unknown[],
  told: object = {},
  decisions: Parameters<typeof readRecording>[2] = {},
): ReadRecording => readRecording({ title: "A mug", steps }, { ...TOLD, ...told }, decisions);

test.each([
  ["Ann", "#first", { $parameter: "first_name" }],
  ["ann lee", "#name", { $parameter: "full_name" }],
  ["1 Main St", "#street", { $parameter: "address_line1" }],
  ["Main St", "#street", { $parameter: "street_name" }],
  ["US-NY", "#region", { $parameter: "state" }],
  ["New York", "#city", { $parameter: "city" }],
  ["New York", "#region", { $parameter: "state_name" }],
  ["10001", "#x", { $parameter: "postal_code" }],
  ["US", "#country", { $parameter: "country" }],
  ["(212) 555-0100", "#tel", { $parameter: "phone_national" }],
  ["+1 212 555 0100", "#tel", { $parameter: "phone" }],
  ["ann@example.com", "#mail", { $parameter: "email" }],
  ["1", "#qty", { $parameter: "quantity" }],
  ["1", "#house-number", { $parameter: "house_number" }],
])("%s typed into %s is found by its value", (value, selector, parameter) => {
  const { recording, open } = read([go, change(value, selector), place]);
  expect(open).toEqual([]);
  expect(recording.steps[1]).toMatchObject({ value: parameter });
});

test("what nothing says the meaning of is open, and closed by the operator's word", () => {
  const steps = [
    go,
    change("Leave at the door", "aria/Comment", "#c"),
    change("New York", "#x"),
    change("1", "#y"),
    place,
  ];
  const { open } = read(steps);
  expect(open).toMatchObject([
    { step: 2, value: "Leave at the door", selector: '"Comment"', couldBe: [] },
    { step: 3, couldBe: ["state_name", "city"] },
    { step: 4, couldBe: ["house_number", "quantity"] },
  ]);
  const fields = new Map<number, FieldDecision>([
    [2, "keep"],
    [3, { $parameter: "city" }],
    [4, "keep"],
  ]);
  const { recording, open: left } = read(steps, {}, { fields });
  expect(left).toEqual([]);
  expect(recording.steps.map(({ value }) => value)).toEqual([
    undefined,
    "Leave at the door",
    { $parameter: "city" },
    "1",
    undefined,
  ]);
});

test("an option that is pressed by its words is pressed by the order's, and by nothing that was the recorded one's place", () => {
  const variant = [{ label: "Color", value: "Navy" }];
  const option = click("aria/New York", "li:nth-of-type(33)", "text/New York");
  const swatch = click("[data-color='Navy']", "div:nth-of-type(2) > button");
  const { recording } = read([go, swatch, option, place], { variant });
  const color = { $parameter: "variant", label: "Color" };
  expect(recording.steps[1]?.selectors).toEqual([[{ ...color, before: "[data-color='", after: "']" }]]);
  expect(recording.steps[2]?.selectors).toEqual([
    [{ $parameter: "state_name", before: "aria/", after: "" }],
    [{ $parameter: "state_name", before: "text/", after: "" }],
  ]);
});

test("the recording begins at the order's product, and keeps no address of the recorded purchase", () => {
  const home = { type: "navigate", url: "https://shop.example/" };
  const led = { ...click("aria/Mug"), assertedEvents: [{ type: "navigation", url: URL, title: "Mug" }] };
  const on = {
    ...click("#on"),
    assertedEvents: [{ type: "navigation", url: "https://shop.example/c/ann", title: "Ann" }],
  };
  const { recording } = read([home, led, on, place]);
  expect(recording.steps).toMatchObject([
    { type: "customStep" },
    { type: "navigate", url: { $parameter: "product_url" } },
    { assertedEvents: [{ type: "navigation" }] },
    {},
  ]);
  expect(JSON.stringify(recording)).not.toMatch(/c\/ann|"Ann"|"Mug"|p\/mug/);
});

describe("the click that buys", () => {
  const onward = { ...click("aria/Weiter", "#a"), assertedEvents: [{ type: "navigation" }] };
  test.each([
    [
      "is the one that is called so, whatever was clicked after it",
      [go, onward, place, onward],
      { step: 3, isSure: true },
    ],
    [
      "is else the last that led on, which somebody must confirm",
      [go, onward, click("#x")],
      { step: 2, isSure: false },
    ],
    ["is else the last", [go, click("#x"), click("#y")], { step: 3, isSure: false }],
  ])("%s", (_, steps, buy) => {
    const { buy: found, recording } = read(steps);
    expect(found).toMatchObject(buy);
    expect(recording).toMatchObject({ buyStep: buy.step });
    expect(recording.steps).toHaveLength(buy.step);
  });

  test("is the operator's, where they say it", () => {
    expect(read([go, onward, place, onward], {}, { buyStep: 4 }).buy).toMatchObject({ step: 4, isSure: true });
    expect(() => read([go, place], {}, { buyStep: 1 })).toThrow("step 1 is a navigate, not a click");
  });
});

test("card fields are left to the operator's card, and no number is kept", () => {
  const { recording } = read([go, change("4242 4242 4242 4242", "#n"), change("123", "#cvc"), place]);
  expect(recording.steps.slice(1, 3)).toMatchObject([{ name: "card" }, { name: "card" }]);
  expect(JSON.stringify(recording)).not.toMatch(/4242|123/);
});

test.each([
  ["something else than a recording", () => readRecording({ steps: [] }, TOLD), "missing `title`"],
  [
    "a recording of another product",
    () => read([{ type: "navigate", url: "https://shop.example/p/jug" }, place]),
    "No step opens",
  ],
  ["a recording without a click", () => read([go]), "no click"],
  ["a password", () => read([go, change("secret", "#password"), place]), "Step 2 types a password"],
  [
    "a choice that no step makes",
    () => read([go, place], { variant: [{ label: "Size", value: "M" }] }),
    'No step chooses Size "M"',
  ],
  ["words about a step that is not played", () => read([go, place], {}, { fields: new Map([[9, "keep"]]) }), "step 9"],
  ["an unknown word of what was typed", () => read([go, place], { zip: "1" }), "What was told"],
])("%s is refused with what is wrong", (_, reading, why) => {
  expect(reading).toThrow(RecordingFault);
  expect(reading).toThrow(why);
});
