import { openMedusaContractShop } from "@cartwright/retailers/medusa/testing/contract-shop";
import { describeDriverContract } from "@cartwright/retailers/testing/driver-contract";
import { openContractRunner } from "../testing/try-driver.ts";
import { openShopHttpPool } from "./shop-http.ts";

const allowLocal = new Set<string>();
const runner = openContractRunner({ shopHttp: openShopHttpPool({ allowLocal }) });

describeDriverContract(
  "a stand-in of Medusa",
  {},
  async () => {
    const shop = await openMedusaContractShop();
    allowLocal.add(new URL(shop.url).host);
    return shop;
  },
  runner,
);
