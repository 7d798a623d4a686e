import { z } from "zod";
import type { Operation } from "./api.ts";
import { ORDER_FIELDS, VendureOrder } from "./order.ts";

/** What a mutation answers with: the thing it made, or an error by its name. */
export const Result = z.looseObject({
  kind: z.string(),
  errorCode: z.string().optional(),
  message: z.string().optional(),
});
export type Result = z.infer<typeof Result>;

const ERROR = "kind: __typename ... on ErrorResult { errorCode message }";

function operation<T>(name: string, text: string, data: z.ZodType<T>): Operation<T> {
  return { name, text: text.replaceAll(/\s+/g, " "), data };
}

export const SHOP = operation(
  "Shop",
  "query Shop { activeChannel { token currencyCode } }",
  z.object({ activeChannel: z.object({ token: z.string(), currencyCode: z.string() }) }),
);

export const LOGIN = operation(
  "Login",
  `mutation Login($login: String!, $password: String!) { login(username: $login, password: $password) { ${ERROR} } }`,
  z.object({ login: Result }),
);

export const PRODUCT = operation(
  "Product",
  `query Product($slug: String!) { product(slug: $slug) {
    slug variants { id name stockLevel options { name group { name } } } } }`,
  z.object({
    product: z
      .object({
        slug: z.string(),
        variants: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            stockLevel: z.string(),
            options: z.array(z.object({ name: z.string(), group: z.object({ name: z.string() }) })),
          }),
        ),
      })
      .nullable(),
  }),
);

const cart = z.object({ code: z.string(), state: z.string(), couponCodes: z.array(z.string()) });
export const LEFT_CART = operation(
  "LeftCart",
  "query LeftCart { activeOrder { code state couponCodes } }",
  z.object({ activeOrder: cart.nullable() }),
);

export const REOPEN_CART = operation(
  "ReopenCart",
  `mutation ReopenCart { transitionOrderToState(state: "AddingItems") { ${ERROR} } }`,
  z.object({ transitionOrderToState: Result.nullable() }),
);

export const EMPTY_CART = operation(
  "EmptyCart",
  `mutation EmptyCart { removeAllOrderLines { ${ERROR} } }`,
  z.object({ removeAllOrderLines: Result }),
);

export const DROP_COUPON = operation(
  "DropCoupon",
  "mutation DropCoupon($code: String!) { removeCouponCode(couponCode: $code) { code } }",
  z.object({ removeCouponCode: z.unknown() }),
);

export const ADD_ITEM = operation(
  "AddItem",
  `mutation AddItem($variant: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $variant, quantity: $quantity) {
    ${ERROR} ... on InsufficientStockError { quantityAvailable } ... on OrderLimitError { maxItems } } }`,
  z.object({ addItemToOrder: Result.extend({ quantityAvailable: z.int().optional(), maxItems: z.int().optional() }) }),
);

export const CART_LINES = operation(
  "CartLines",
  "query CartLines { activeOrder { lines { id productVariant { id } } } }",
  z.object({
    activeOrder: z
      .object({ lines: z.array(z.object({ id: z.string(), productVariant: z.object({ id: z.string() }) })) })
      .nullable(),
  }),
);

export const REMOVE_LINE = operation(
  "RemoveLine",
  `mutation RemoveLine($line: ID!) { removeOrderLine(orderLineId: $line) { ${ERROR} } }`,
  z.object({ removeOrderLine: Result }),
);

export const SET_CUSTOMER = operation(
  "SetCustomer",
  `mutation SetCustomer($customer: CreateCustomerInput!) { setCustomerForOrder(input: $customer) { ${ERROR} } }`,
  z.object({ setCustomerForOrder: Result }),
);

export const SET_ADDRESSES = operation(
  "SetAddresses",
  `mutation SetAddresses($shipping: CreateAddressInput!, $billing: CreateAddressInput!) {
    setOrderShippingAddress(input: $shipping) { ${ERROR} } setOrderBillingAddress(input: $billing) { ${ERROR} } }`,
  z.object({ setOrderShippingAddress: Result, setOrderBillingAddress: Result }),
);

export const SET_CUSTOM_FIELDS = operation(
  "SetCustomFields",
  `mutation SetCustomFields($fields: UpdateOrderInput!) { setOrderCustomFields(input: $fields) { ${ERROR} } }`,
  z.object({ setOrderCustomFields: Result }),
);

const shippingMethod = z.object({ id: z.string(), code: z.string(), name: z.string(), priceWithTax: z.int() });
const paymentMethod = z.object({ code: z.string(), name: z.string(), isEligible: z.boolean() });
export const METHODS = operation(
  "Methods",
  `query Methods { eligibleShippingMethods { id code name priceWithTax } eligiblePaymentMethods { code name isEligible } }`,
  z.object({ eligibleShippingMethods: z.array(shippingMethod), eligiblePaymentMethods: z.array(paymentMethod) }),
);

export const SET_SHIPPING = operation(
  "SetShipping",
  `mutation SetShipping($ids: [ID!]!) { setOrderShippingMethod(shippingMethodId: $ids) { ${ERROR} } }`,
  z.object({ setOrderShippingMethod: Result }),
);

export const ARRANGE_PAYMENT = operation(
  "ArrangePayment",
  `mutation ArrangePayment { transitionOrderToState(state: "ArrangingPayment") {
    ${ERROR} ... on OrderStateTransitionError { transitionError } } }`,
  z.object({ transitionOrderToState: Result.extend({ transitionError: z.string().optional() }).nullable() }),
);

/** The one request that buys. */
export const PAY = operation(
  "Pay",
  `mutation Pay($method: String!) { addPaymentToOrder(input: { method: $method, metadata: {} }) {
    ${ERROR} ... on Order { ${ORDER_FIELDS} } } }`,
  z.object({ addPaymentToOrder: z.union([VendureOrder.extend({ kind: z.literal("Order") }), Result]) }),
);

/** With the custom field that holds the reference, where there is one. */
const orderFields = (field: string | undefined): string =>
  field === undefined ? ORDER_FIELDS : `${ORDER_FIELDS} customFields { ${field} }`;

export const reviewOf = (field: string | undefined): Operation<{ activeOrder: VendureOrder | null }> =>
  operation(
    "Review",
    `query Review { activeOrder { ${orderFields(field)} } }`,
    z.object({ activeOrder: VendureOrder.nullable() }),
  );

export const ORDER_BY_CODE = operation(
  "OrderByCode",
  `query OrderByCode($code: String!) { orderByCode(code: $code) { ${ORDER_FIELDS} } }`,
  z.object({ orderByCode: VendureOrder.nullable() }),
);

/** The newest first. What was never placed is a cart, and not in it. */
export const historyOf = (field: string | undefined) =>
  operation(
    "History",
    `query History($take: Int!, $skip: Int!) {
      me { identifier } activeChannel { currencyCode }
      activeCustomer { emailAddress orders(options: {
        take: $take, skip: $skip, filter: { active: { eq: false } }, sort: { orderPlacedAt: DESC } }) {
        totalItems items { ${orderFields(field)} } } } }`,
    z.object({
      me: z.object({ identifier: z.string() }).nullable(),
      activeChannel: z.object({ currencyCode: z.string() }),
      activeCustomer: z
        .object({
          emailAddress: z.string(),
          orders: z.object({ totalItems: z.int(), items: z.array(VendureOrder) }),
        })
        .nullable(),
    }),
  );
