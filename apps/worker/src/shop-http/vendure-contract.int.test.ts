import { openVendureContractShop, VENDURE_HAS_NO } from "@cartwright/retailers/vendure/testing/contract-shop";
import { describeDriverContract } from "@cartwright/retailers/testing/driver-contract";
import { openContractRunner } from "../testing/try-driver.ts";
import { openShopHttpPool } from "./shop-http.ts";

const allowLocal = new Set<string>();
const runner = openContractRunner({ shopHttp: openShopHttpPool({ allowLocal }) });

describeDriverContract(
  "a stand-in of Vendure",
  { sold_out_at_last: VENDURE_HAS_NO.sold_out_at_last.skipped },
  async () => {
    const shop = await openVendureContractShop();
    allowLocal.add(new URL(shop.url).host);
    return shop;
  },
  runner,
);
