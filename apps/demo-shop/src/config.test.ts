import { readConfig } from "./config.ts";

describe("readConfig", () => {
  test("needs nothing set", () => {
    expect(readConfig({ DEMO_SHOP_PORT: "" })).toEqual({
      DEMO_SHOP_HOST: "127.0.0.1",
      DEMO_SHOP_PORT: 3001,
      DEMO_SHOP_PAY_PORT: 3011,
      DEMO_SHOP_LEDGER: ".cartwright/demo-shop-ledger.jsonl",
    });
  });

  test("names every fault at once", () => {
    const wrong = { DEMO_SHOP_PORT: "70000", DEMO_SHOP_PAY_URL: "ftp://pay.example" };
    expect(() => readConfig(wrong)).toThrow(/DEMO_SHOP_PORT: .*\n.*DEMO_SHOP_PAY_URL: /);
  });
});
