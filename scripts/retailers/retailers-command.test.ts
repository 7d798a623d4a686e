import { readRetailersCommand } from "./retailers-command.ts";

test("an import is read with what its steps are said to type, the buy step and the name", () => {
  const words = ["import", "shop.json", "--url", "https://shop.example/p/1", "--field", "step 12=postal_code"];
  const more = ["--field", "3=variant:Size", "--field", "step 9=keep", "--buy-step", "14", "--name", "A shop"];
  expect(readRetailersCommand([...words, ...more])).toEqual({
    command: {
      name: "import",
      file: "shop.json",
      url: new URL("https://shop.example/p/1"),
      told: undefined,
      fields: new Map<number, unknown>([
        [12, { $parameter: "postal_code" }],
        [3, { $parameter: "variant", label: "Size" }],
        [9, "keep"],
      ]),
      buyStep: 14,
      retailerName: "A shop",
    },
  });
});

test.each([
  [["list", "--json"], { name: "list", json: true }],
  [
    ["add", "https://shop.example", "--driver", "medusa"],
    { name: "add", url: new URL("https://shop.example"), driver: "medusa", retailerName: undefined },
  ],
  [
    ["set", "shop.example", "payment=saved", "api.key=a=b", "user_agent="],
    {
      name: "set",
      id: "shop.example",
      changes: [
        { key: "payment", value: "saved" },
        { key: "api.key", value: "a=b" },
        { key: "user_agent", value: "" },
      ],
    },
  ],
  [["disable", "shop.example"], { name: "disable", id: "shop.example" }],
  [["accounts", "free", "some-id"], { name: "accounts free", id: "some-id" }],
  [["rotate-keys"], { name: "rotate-keys" }],
  [["try", "https://shop.example/p", "--dry-run"], { name: "try", args: ["https://shop.example/p", "--dry-run"] }],
])("%j is understood", (args, command) => {
  expect(readRetailersCommand(args)).toEqual({ command });
});

test.each([
  [[], "Say what to do"],
  [["buy"], 'no command "buy"'],
  [["import", "--url", "https://shop.example"], "the file of one recording. Received: nothing"],
  [["import", "a.json"], "--url is missing"],
  [["import", "a.json", "--url", "shop"], "--url: expected an http(s) URL. Received: shop"],
  [["import", "a.json", "--url", "https://s.example", "--buy-step", "0"], "--buy-step: expected a step's number"],
  [["import", "a.json", "--url", "https://s.example", "--field", "step 1=shoe size"], "Received: step 1=shoe size"],
  [["import", "a.json", "--told"], "--told needs a value"],
  [["add", "https://s.example", "--driver", "recording"], "Received: recording. A recording is added with: import"],
  [["set", "s.example", "colour=red"], "Received: colour=red"],
  [
    ["set", "s.example", "max_concurrent=0"],
    "max_concurrent: expected a whole number from 1 on, or nothing for no limit. Received: 0",
  ],
  [
    ["set", "s.example", "min_interval_ms=0"],
    "min_interval_ms: expected a whole number from 1 on, or nothing for no limit. Received: 0",
  ],
  [["set", "payment=saved"], "expected an id and KEY=VALUE"],
  [["accounts", "add", "--owner", "Acme"], "--retailer is missing"],
  [["list", "--yaml"], "--yaml: there is no such option"],
])("%j is refused with what came and what was expected, exit code 2", (args, says) => {
  const read = readRetailersCommand(args);
  expect(read).toMatchObject({ none: { exitCode: 2, words: expect.stringContaining(says) as unknown } });
});

test("help ends with 0", () => {
  expect(readRetailersCommand(["--help"])).toMatchObject({ none: { exitCode: 0 } });
  expect(readRetailersCommand(["list", "--help"])).toMatchObject({ none: { exitCode: 0 } });
});
