import { type FaceEndpointRecord, listFaceEndpoints, removeFaceEndpoint } from "@cartwright/db";
import { CreateSupplierWebhook, NewSupplierWebhook, SupplierEvent, SupplierWebhook } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { type Route, route } from "../http/route.ts";
import { SUPPLIER_FACE } from "../supplier-orders/face.ts";
import { supplierNotFound, SupplierProblem } from "../supplier-orders/supplier-problem.ts";
import type { WebhooksDeps } from "../webhooks/routes.ts";
import { keepEndpoint, MAX_ENDPOINTS } from "./keep-endpoint.ts";
import { readWebhookBody } from "./read-webhook-body.ts";

const FACE = { tag: "Supplier webhooks", face: SUPPLIER_FACE } as const;

const SupplierWebhookList = z.object({ data: z.array(SupplierWebhook) });

export function supplierWebhookRoutes(deps: WebhooksDeps): Route[] {
  return [createRoute(deps), listRoute(deps), removeRoute(deps)];
}

const createRoute = (deps: WebhooksDeps): Route =>
  route("webhooks:write", {
    ...FACE,
    method: "post",
    path: "/api/v1/webhooks",
    id: "createSupplierWebhook",
    summary: "Be told what happens to orders",
    description:
      "The events that are named are sent there, of all orders of the account, whichever face they came through. The answer shows the secret that signs them, once: the one that was sent, or a new one.",
    body: CreateSupplierWebhook,
    answers: { 201: { description: "The webhook, with its secret", body: NewSupplierWebhook } },
    problems: ["service_unavailable"],
    handle: async (call) => {
      const { response, caller } = call;
      const { url, events, secret } = await readWebhookBody(call, CreateSupplierWebhook, SUPPLIER_FACE);
      const kept = await keepEndpoint(deps, caller, "supplier", { url, events, isActive: true, secret });
      if (kept === undefined) throw new SupplierProblem("invalid_request", TOO_MANY, { at_most: MAX_ENDPOINTS });
      const shown: NewSupplierWebhook = { ...present(kept.record), secret: kept.secret };
      response.status(201).json(shown);
    },
  });

const TOO_MANY = `There are ${MAX_ENDPOINTS} webhooks, and no more are sent to: delete one first.`;

const listRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:read", {
    ...FACE,
    method: "get",
    path: "/api/v1/webhooks",
    id: "listSupplierWebhooks",
    summary: "List the webhooks, oldest first",
    answers: { 200: { description: "All of them, without their secrets", body: SupplierWebhookList } },
    handle: async ({ response, caller }) => {
      const records = await listFaceEndpoints(database.pool, scopeOf(caller));
      const list: z.infer<typeof SupplierWebhookList> = { data: records.map(present) };
      response.json(list);
    },
  });

const removeRoute = ({ database }: WebhooksDeps): Route =>
  route("webhooks:write", {
    ...FACE,
    method: "delete",
    path: "/api/v1/webhooks/:id",
    id: "deleteSupplierWebhook",
    summary: "Delete a webhook",
    description: "Nothing is sent there any more, what waited for it included.",
    params: z.strictObject({ id: z.string() }),
    owns: "supplier webhook",
    answers: { 204: { description: "It is gone" } },
    handle: async ({ response, caller, params }) => {
      const id = toUuid(params.id);
      if (id === undefined || !(await removeFaceEndpoint(database.pool, scopeOf(caller), id)))
        throw supplierNotFound("webhook");
      response.status(204).end();
    },
  });

const scopeOf = ({ accountId, mode }: Caller) => ({ accountId, mode, face: "supplier" }) as const;

function present({ id, url, events, createdAt }: FaceEndpointRecord): SupplierWebhook {
  return {
    id: `wh_${id.replaceAll("-", "")}`,
    url,
    events: events.map((event) => SupplierEvent.parse(event)),
    created_at: createdAt.toISOString(),
  };
}

function toUuid(shown: string): string | undefined {
  const [, ...parts] = /^wh_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(shown) ?? [];
  return parts.length === 0 ? undefined : parts.join("-");
}
