import {
  changeFaceEndpoint,
  type FaceEndpointRecord,
  findFaceEndpoint,
  listFaceEndpoints,
  removeFaceEndpoint,
} from "@cartwright/db";
import {
  ChangePlatformSubscriber,
  CreatePlatformSubscriber,
  type PlatformSubscriber,
  PlatformSubscriberDocument,
  PlatformSubscriberList,
  PlatformSubscription,
} from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { notFound } from "../http/mount-routes.ts";
import { fieldProblem } from "../http/problem.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { PLATFORM_FACE } from "../platform-orders/face.ts";
import { sendDocument } from "../platform-orders/reading/answer.ts";
import { requireReceiverUrl } from "../webhooks/receiver-url.ts";
import type { WebhooksDeps } from "../webhooks/routes.ts";
import { keepEndpoint, MAX_ENDPOINTS } from "./keep-endpoint.ts";
import { readWebhookBody } from "./read-webhook-body.ts";

const FACE = { tag: "Platform webhooks", face: PLATFORM_FACE } as const;
const PATH = "/api/v2/platform/webhooks/subscribers";
const THING = "platform subscriber";
const ROOT = "subscriber";

export function platformWebhookRoutes(deps: WebhooksDeps): Route[] {
  return [createRoute(deps), listRoute(deps), readRoute(deps), changeRoute(deps), removeRoute(deps)];
}

const createRoute = (deps: WebhooksDeps): Route =>
  route("webhooks:write", {
    ...FACE,
    method: "post",
    path: PATH,
    id: "createPlatformSubscriber",
    summary: "Be told what happens to orders",
    description:
      'The subscriptions, `"*"` being all of them, are sent there, of all orders of the account, whichever face they came through. The answer shows the `secret_key` that signs them, once: the one that was sent, or a new one.',
    body: CreatePlatformSubscriber,
    answers: { 201: { description: "The subscriber, with its secret", body: PlatformSubscriberDocument } },
    problems: ["service_unavailable"],
    handle: async (call) => {
      const { subscriber } = await readWebhookBody(call, CreatePlatformSubscriber, PLATFORM_FACE, ROOT);
      const { url, active: isActive, subscriptions: events, secret_key: secret } = subscriber;
      const kept = await keepEndpoint(deps, call.caller, "platform", { url, events, isActive, secret });
      if (kept === undefined) throw fieldProblem("validation_error", [TOO_MANY]);
      const { id, type, attributes } = present(kept.record);
      const shown = { id, type, attributes: { ...attributes, secret_key: kept.secret } };
      sendDocument(call.response, { data: shown }, 201);
    },
  });

const TOO_MANY = {
  field: "base",
  code: "too_many",
  message: `there are ${MAX_ENDPOINTS} subscribers, and no more are sent to: delete one first`,
};

const listRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:read", {
    ...FACE,
    method: "get",
    path: PATH,
    id: "listPlatformSubscribers",
    summary: "List the subscribers, oldest first",
    answers: { 200: { description: "All of them, without their secrets", body: PlatformSubscriberList } },
    handle: async ({ response, caller }) => {
      const data = (await listFaceEndpoints(database.pool, scopeOf(caller))).map(present);
      const count = data.length;
      const links = { self: PATH, next: PATH, prev: PATH, last: PATH, first: PATH };
      sendDocument(response, { data, meta: { count, total_count: count, total_pages: 1 }, links });
    },
  });

const readRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:read", {
    ...FACE,
    method: "get",
    path: `${PATH}/:id`,
    id: "getPlatformSubscriber",
    summary: "Read a subscriber",
    params: IdParam,
    owns: THING,
    answers: { 200: { description: "The subscriber", body: PlatformSubscriberDocument } },
    handle: async ({ response, caller, params }) => {
      sendDocument(response, documentOf(await findFaceEndpoint(database.pool, scopeOf(caller), params.id)));
    },
  });

const changeRoute = ({ database, webhooksAllowLocal }: WebhooksDeps): Route =>
  route("webhooks:write", {
    ...FACE,
    method: "patch",
    path: `${PATH}/:id`,
    id: "updatePlatformSubscriber",
    summary: "Change a subscriber",
    description:
      "What is left out stays as it is. Nothing is sent to one that is not `active`, and what waited for it is not sent later.",
    params: IdParam,
    owns: THING,
    body: ChangePlatformSubscriber,
    answers: { 200: { description: "The subscriber", body: PlatformSubscriberDocument } },
    handle: async (call) => {
      const { subscriber } = await readWebhookBody(call, ChangePlatformSubscriber, PLATFORM_FACE, ROOT);
      const { url, active: isActive, subscriptions } = subscriber;
      const change = {
        ...(url === undefined ? {} : { url: requireReceiverUrl(url, webhooksAllowLocal) }),
        ...(isActive === undefined ? {} : { isActive }),
        ...(subscriptions === undefined ? {} : { events: [...new Set(subscriptions)] }),
      };
      const { caller, params, response } = call;
      sendDocument(response, documentOf(await changeFaceEndpoint(database.pool, scopeOf(caller), params.id, change)));
    },
  });

const removeRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:write", {
    ...FACE,
    method: "delete",
    path: `${PATH}/:id`,
    id: "deletePlatformSubscriber",
    summary: "Delete a subscriber",
    description: "Nothing is sent there any more, what waited for it included.",
    params: IdParam,
    owns: THING,
    answers: { 204: { description: "It is gone" } },
    handle: async ({ response, caller, params }) => {
      if (!(await removeFaceEndpoint(database.pool, scopeOf(caller), params.id))) throw notFound(THING);
      response.status(204).end();
    },
  });

const scopeOf = ({ accountId, mode }: Caller) => ({ accountId, mode, face: "platform" }) as const;

function documentOf(record: FaceEndpointRecord | undefined): { data: PlatformSubscriber } {
  if (record === undefined) throw notFound(THING);
  return { data: present(record) };
}

function present({ id, url, events, isActive, createdAt, updatedAt }: FaceEndpointRecord): PlatformSubscriber {
  return {
    id,
    type: "subscriber",
    attributes: {
      url,
      active: isActive,
      subscriptions: events.map((event) => PlatformSubscription.parse(event)),
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    },
  };
}
