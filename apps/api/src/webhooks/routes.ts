import { clearWebhookUrl, type Database, type Pool } from "@cartwright/db";
import { WebhookDelivery, WebhookDeliveryList, WebhookEndpoint, WebhookEndpointUpdate } from "@cartwright/schemas";
import { z } from "zod";
import { readBody } from "../http/mount-routes.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { DeliveriesQuery, listDeliveries, resendDelivery, sendTest } from "./deliveries.ts";
import { type EndpointDeps, readEndpoint, rotateSecret, setEndpoint } from "./endpoint.ts";
import { requireReceiverUrl } from "./receiver-url.ts";

export interface WebhooksDeps extends EndpointDeps {
  database: { db: Database; pool: Pool };
  /** `host:port`s that events may be sent to although they are not public. */
  webhooksAllowLocal: ReadonlySet<string>;
}

const TAG = "Webhooks";

export function webhookRoutes(deps: WebhooksDeps): Route[] {
  return [
    getRoute(deps),
    putRoute(deps),
    deleteRoute(deps),
    rotateRoute(deps),
    testRoute(deps),
    deliveriesRoute(deps),
    resendRoute(deps),
  ];
}

const getRoute = (deps: WebhooksDeps): Route =>
  route("webhooks:read", {
    method: "get",
    path: "/webhooks/endpoint",
    id: "getWebhookEndpoint",
    tag: TAG,
    summary: "Read where events are sent",
    description: "Everything is null before an endpoint is set. The secret is never shown here.",
    answers: { 200: { description: "The endpoint", body: WebhookEndpoint } },
    handle: async ({ response, caller }) => {
      response.json(await readEndpoint(deps, caller));
    },
  });

const putRoute = (deps: WebhooksDeps): Route =>
  route("webhooks:write", {
    method: "put",
    path: "/webhooks/endpoint",
    id: "setWebhookEndpoint",
    tag: TAG,
    summary: "Set where events are sent",
    description: "The first time, the answer shows the secret that signs them, once. A later one keeps the secret.",
    body: WebhookEndpointUpdate,
    answers: { 200: { description: "The endpoint", body: WebhookEndpoint } },
    problems: ["service_unavailable"],
    handle: async (call) => {
      const { url } = await readBody(call, WebhookEndpointUpdate);
      const receiver = requireReceiverUrl(url, deps.webhooksAllowLocal);
      call.response.json(await setEndpoint(deps, call.caller, receiver));
    },
  });

const deleteRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:write", {
    method: "delete",
    path: "/webhooks/endpoint",
    id: "clearWebhookEndpoint",
    tag: TAG,
    summary: "Send no events any more",
    description: "The secret is kept: an endpoint that is set later signs with the same one.",
    answers: { 204: { description: "Nothing is sent" } },
    handle: async ({ response, caller }) => {
      await clearWebhookUrl(database.pool, caller);
      response.status(204).end();
    },
  });

const rotateRoute = (deps: WebhooksDeps): Route =>
  route("webhooks:write", {
    method: "post",
    path: "/webhooks/endpoint/rotate",
    id: "rotateWebhookSecret",
    tag: TAG,
    summary: "Make a new secret",
    description: "Shown once. The one before it signs beside it for 24 hours: both are in `webhook-signature`.",
    answers: { 200: { description: "The endpoint, with its new secret", body: WebhookEndpoint } },
    problems: ["bad_request", "service_unavailable"],
    handle: async ({ response, caller }) => {
      response.json(await rotateSecret(deps, caller));
    },
  });

const testRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:write", {
    method: "post",
    path: "/webhooks/endpoint/test",
    id: "testWebhookEndpoint",
    tag: TAG,
    summary: "Send a test event",
    description: "`webhook.test`, of no order. What became of it is in the list of deliveries.",
    answers: { 200: { description: "The event that was queued", body: z.object({ id: z.uuid() }) } },
    problems: ["bad_request"],
    handle: async ({ response, caller }) => {
      response.json(await sendTest(database, caller));
    },
  });

const deliveriesRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:read", {
    method: "get",
    path: "/webhooks/deliveries",
    id: "listWebhookDeliveries",
    tag: TAG,
    summary: "List events and what became of sending them, newest first",
    query: DeliveriesQuery,
    answers: { 200: { description: "A page of events", body: WebhookDeliveryList } },
    handle: async ({ response, caller, query }) => {
      response.json(await listDeliveries(database, caller, query));
    },
  });

const resendRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:write", {
    method: "post",
    path: "/webhooks/deliveries/:id/resend",
    id: "resendWebhookDelivery",
    tag: TAG,
    summary: "Send an event again",
    description: "Under the same `webhook-id`, with the same body, and with ten tries more.",
    params: IdParam,
    owns: "webhook delivery",
    answers: { 200: { description: "The event, due again", body: WebhookDelivery } },
    problems: ["bad_request"],
    handle: async ({ response, caller, params }) => {
      response.json(await resendDelivery(database, caller, params.id));
    },
  });
