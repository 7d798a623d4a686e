/** What the storefront engine reads pages with, for tests that have a browser to read them in. */
export { detectProfile } from "../profiles/detect.ts";
export { inPage } from "../storefront/in-page.ts";
export { readMoney } from "../storefront/in-page/money-rows.ts";
export { readProduct } from "../storefront/in-page/product.ts";
export { surveyPage } from "../storefront/survey.ts";
