import {
  PlatformApproveParams,
  PlatformCancelParams,
  PlatformCompleteParams,
  PlatformCouponParams,
  PlatformCreditParams,
  PlatformMoveParams,
  type ProblemCode,
} from "@cartwright/schemas";
import type { z } from "zod";
import { noteOrder } from "../../http/request-log.ts";
import { type Route, route } from "../../http/route.ts";
import { announceAccepted, type OrdersDeps } from "../../orders/routes.ts";
import { PLATFORM_FACE } from "../face.ts";
import { answerOrder, DocumentQuery, requireIncludes, ResourceDocument } from "../reading/answer.ts";
import { type Completed, completeOrder } from "./complete-order.ts";
import { cancelOrder, resumeOrder } from "./end-order.ts";
import {
  advanceOrder,
  applyCouponCode,
  approveOrder,
  emptyOrder,
  type MoveRequest,
  nextOrder,
  payWithStoreCredit,
} from "./move-order.ts";
import { PlatformIdParam } from "./order-ref.ts";
import { readMoveParams } from "./read-params.ts";

type MoveParams = z.infer<typeof PlatformMoveParams>;

interface MoveSpec<Schema extends z.ZodType<MoveParams>> {
  /** The last word of its path. */
  name: string;
  id: string;
  summary: string;
  description?: string;
  body: Schema;
  problems?: readonly ProblemCode[];
  /** Gives the native order that was made, if one was. */
  move: (request: MoveRequest, params: z.infer<Schema>) => Promise<Completed | void>;
}

/** What is done to an order by name: each a PATCH of its own. */
export function moveRoutes(deps: OrdersDeps): Route[] {
  return [...stepRoutes(deps), ...cartRoutes(deps), ...orderRoutes(deps)];
}

function stepRoutes(deps: OrdersDeps): Route[] {
  const { db } = deps.database;
  return [
    moveRoute(deps, {
      name: "next",
      id: "nextPlatformOrder",
      summary: "Move an order to its next state",
      description:
        "From cart to address, delivery, payment and confirm. What is missing is refused by name. It never buys.",
      body: PlatformMoveParams,
      move: async (request) => void (await nextOrder(db, request)),
    }),
    moveRoute(deps, {
      name: "advance",
      id: "advancePlatformOrder",
      summary: "Move an order on as far as it goes without buying",
      description:
        "It stops where something is missing, and before `complete`: the order's state says how far it came.",
      body: PlatformMoveParams,
      move: async (request) => void (await advanceOrder(db, request)),
    }),
    moveRoute(deps, {
      name: "complete",
      id: "completePlatformOrder",
      summary: "Complete an order: buy it",
      description: [
        "Walks the states that are left, validates the address, and makes the native order whose `max_price` is the order's total.",
        "However often, and by how many at once: one cart is one order. Of an address that is refused and may be insisted on, the",
        "refusal's `override_token` is sent along.",
      ].join(" "),
      body: PlatformCompleteParams,
      problems: [
        "insufficient_funds",
        "idempotency_in_flight",
        "invalid_shipping_address",
        "unsupported_retailer",
        "mismatching_retailer",
      ],
      move: (request, { override_token: token }) =>
        completeOrder(deps, { ...request, overrideToken: token ?? undefined }),
    }),
  ];
}

function cartRoutes({ database, ...deps }: OrdersDeps): Route[] {
  const { db } = database;
  const all = { database, ...deps };
  return [
    moveRoute(all, {
      name: "empty",
      id: "emptyPlatformOrder",
      summary: "Take everything out of an order",
      description: "Its lines, its coupon and its store credit. It is a cart again.",
      body: PlatformMoveParams,
      move: async (request) => void (await emptyOrder(db, request)),
    }),
    moveRoute(all, {
      name: "apply_coupon_code",
      id: "applyCouponToPlatformOrder",
      summary: "Apply a coupon's code to an order",
      description:
        "Takes the coupon's amount off the items, and no more than they come to. A coupon that was applied before gives way.",
      body: PlatformCouponParams,
      move: async (request, { coupon_code: code }) => void (await applyCouponCode(db, { ...request, code })),
    }),
    moveRoute(all, {
      name: "use_store_credit",
      id: "useStoreCreditForPlatformOrder",
      summary: "Pay an order with the account's store credit",
      description:
        "With `amount`, or with as much as there is and it costs. It is held until the order is deleted, emptied, or has failed.",
      body: PlatformCreditParams,
      move: async (request, { amount }) =>
        void (await payWithStoreCredit(db, { ...request, amountCents: amount ?? undefined })),
    }),
  ];
}

function orderRoutes(deps: OrdersDeps): Route[] {
  return [
    moveRoute(deps, {
      name: "approve",
      id: "approvePlatformOrder",
      summary: "Approve an order",
      body: PlatformApproveParams,
      move: async (request, { approver_id: approverId }) =>
        void (await approveOrder(deps.database.db, { ...request, approverId })),
    }),
    moveRoute(deps, {
      name: "cancel",
      id: "cancelPlatformOrder",
      summary: "Cancel an order",
      description:
        "Whichever face it came through, until its purchase is on its way to the retailer. It costs nothing then.",
      body: PlatformCancelParams,
      problems: ["order_not_cancellable"],
      move: (request, { canceler_id: cancelerId }) => cancelOrder(deps.database, { ...request, cancelerId }),
    }),
    moveRoute(deps, {
      name: "resume",
      id: "resumePlatformOrder",
      summary: "Resume an order that failed and cost nothing",
      description: "Places it once more, as a new native order, which this one is from then on.",
      body: PlatformMoveParams,
      problems: ["insufficient_funds", "order_not_retryable", "already_exists", "unsupported_retailer"],
      move: (request) => resumeOrder(deps, request),
    }),
  ];
}

function moveRoute<Schema extends z.ZodType<MoveParams>>(
  deps: OrdersDeps,
  { name, body: schema, move, problems = [], ...facts }: MoveSpec<Schema>,
): Route {
  return route("orders:write", {
    ...facts,
    method: "patch",
    path: `/api/v2/platform/orders/:id/${name}`,
    tag: "Platform orders",
    face: PLATFORM_FACE,
    params: PlatformIdParam,
    owns: "platform order",
    query: DocumentQuery,
    body: schema,
    isBodyOptional: true,
    answers: { 200: { description: "The order", body: ResourceDocument } },
    problems: ["stale_version", ...problems],
    handle: async (call) => {
      const { request, caller, params, query } = call;
      requireIncludes("order", query.include);
      const said: z.infer<Schema> = await readMoveParams(call, schema);
      const version = said.state_lock_version ?? said.order?.state_lock_version ?? undefined;
      const made = await move({ caller, given: params.id, version }, said);
      if (made !== undefined) noteOrder(request, made.orderId);
      await answerOrder(deps, call, params.id);
      // After the answer: the order is safe in Postgres whatever becomes of this.
      if (made?.isNew === true) announceAccepted(deps, request, made.orderId);
    },
  });
}
