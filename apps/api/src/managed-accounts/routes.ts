import { disableOwnedAccount } from "@cartwright/db";
import { CreateManagedAccount, ManagedAccount, ManagedAccountList, UpdateManagedAccount } from "@cartwright/schemas";
import { z } from "zod";
import { notFound } from "../http/mount-routes.ts";
import { pageOf } from "../http/query-values.ts";
import { type Route, route } from "../http/route.ts";
import { changeAccount, createAccount, type KeepAccountDeps } from "./keep-account.ts";
import { listAccounts } from "./list-accounts.ts";
import { readAccountBody } from "./read-account-body.ts";

const TAG = "Managed accounts";
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;
const MAX_SEARCH = 300;

const ListQuery = z.strictObject({
  ...pageOf(DEFAULT_LIMIT, MAX_LIMIT),
  search: z.string().max(MAX_SEARCH).describe("A part of the email or of the retailer's id.").optional(),
});

const ShortIdParam = z.strictObject({ short_id: z.string().regex(/^cw_acct_[0-9A-Za-z]{8}$/) });

export function managedAccountRoutes(deps: KeepAccountDeps): Route[] {
  return [listRoute(deps), postRoute(deps), putRoute(deps), deleteRoute(deps)];
}

const listRoute = (deps: KeepAccountDeps): Route =>
  route("accounts:read", {
    method: "get",
    path: "/managed-accounts",
    id: "listManagedAccounts",
    tag: TAG,
    summary: "List managed accounts, the oldest first",
    query: ListQuery,
    answers: { 200: { description: "A page of accounts", body: ManagedAccountList } },
    handle: async ({ response, caller, query }) => {
      response.json(await listAccounts(deps, caller, query));
    },
  });

const postRoute = (deps: KeepAccountDeps): Route =>
  route("accounts:write", {
    method: "post",
    path: "/managed-accounts",
    id: "createManagedAccount",
    tag: TAG,
    summary: "Keep a login at a retailer",
    description: [
      "Sealed before it is stored. An order that names its `short_id` as `retailer_credentials_id` is placed with it; one order",
      "at a time. `password` goes in and never comes out.",
    ].join(" "),
    body: CreateManagedAccount,
    answers: { 201: { description: "The account", body: ManagedAccount } },
    problems: ["already_exists", "unsupported_retailer", "service_unavailable"],
    handle: async (call) => {
      const wanted = await readAccountBody(call, CreateManagedAccount);
      call.response.status(201).json(await createAccount(deps, call.caller, wanted));
    },
  });

const putRoute = (deps: KeepAccountDeps): Route =>
  route("accounts:write", {
    method: "put",
    path: "/managed-accounts/:short_id",
    id: "updateManagedAccount",
    tag: TAG,
    summary: "Change a managed account",
    description: "What is left out, or null, stays as it is. An account stays at its retailer.",
    params: ShortIdParam,
    owns: "managed account",
    body: UpdateManagedAccount,
    answers: { 200: { description: "The account", body: ManagedAccount } },
    problems: ["already_exists", "service_unavailable"],
    handle: async (call) => {
      const wanted = await readAccountBody(call, UpdateManagedAccount);
      call.response.json(await changeAccount(deps, call.caller, call.params.short_id, wanted));
    },
  });

const deleteRoute = ({ database }: KeepAccountDeps): Route =>
  route("accounts:write", {
    method: "delete",
    path: "/managed-accounts/:short_id",
    id: "deleteManagedAccount",
    tag: TAG,
    summary: "Delete a managed account",
    description: [
      "No order is placed with it any more, not even one that was accepted with it. What was bought with it keeps its name,",
      "and is still looked up in its history.",
    ].join(" "),
    params: ShortIdParam,
    owns: "managed account",
    answers: { 204: { description: "The account is deleted" } },
    handle: async ({ response, caller, params }) => {
      if (!(await disableOwnedAccount(database.pool, caller, params.short_id))) throw notFound("managed account");
      response.status(204).end();
    },
  });
