import type { ProblemCode } from "@cartwright/schemas";
import type { Request, Response } from "express";
import { z } from "zod";
import type { KeyScope } from "../accounts/api-key.ts";
import type { Caller } from "../accounts/authenticate.ts";
import type { Face } from "./face.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";

type Shape = Record<string, z.ZodType>;

/** What is answered with a status: the body's schema, or the media type of a body that is no JSON. */
export interface Answer {
  description: string;
  body?: z.ZodType;
  /** Where it is not JSON: "text/csv". */
  mediaType?: string;
  /** As a page as well, to whoever would rather have HTML. */
  orHtml?: true;
  /** Headers that belong to it, each with what it says. */
  headers?: Record<string, string>;
}

/** What a route says of itself: for its requests, for the API's document, and for the tests that are made from the table. */
interface RouteFacts {
  method: Method;
  /** In Express's spelling: `/orders/:id`. */
  path: `/${string}`;
  /** As a client's generator would name a method: `getOrder`. */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  answers: Record<number, Answer>;
  /** The codes of its refusals, beside those that any route may answer with. */
  problems?: readonly ProblemCode[];
  /** The schema of its JSON body, for the document: the handler reads it by itself, see readBody. */
  body?: z.ZodType;
  isBodyOptional?: true;
  /** Not counted by the rate limits: probes and scrapes, whose machines are few and ask for ever. */
  isUncounted?: true;
  /** Whose thing a parameter of its path names: one that is not the caller's is not found, like one that is not there. */
  owns?:
    | "order"
    | "supplier order"
    | "platform order"
    | "platform line item"
    | "platform address"
    | "platform shipment"
    | "bulk batch"
    | "webhook delivery"
    | "supplier webhook"
    | "platform subscriber"
    | "managed account"
    | "return request";
  /** Its path names a thing of the deployment: every key of its mode may read it. */
  isShared?: true;
  /** Headers that it reads, each with what it says. */
  requestHeaders?: Record<string, string>;
  /** Whose words it speaks; absent: the native API's. */
  face?: Face;
  /** Left out of the API's document: what pages are made of. */
  isUndocumented?: boolean;
}

/** One request that a route serves, read as the route says. */
export interface Call<P, Q, C> {
  request: Request;
  response: Response;
  caller: C;
  params: P;
  query: Q;
}

/** A row of the route table. */
export interface Route extends RouteFacts {
  /** What the caller's key must be allowed to; undefined: everybody may. */
  scope: KeyScope | undefined;
  /** Whoever sends no key is served as well; a key that is sent must be good. */
  isKeyOptional: boolean;
  params: z.ZodObject | undefined;
  query: z.ZodObject | undefined;
  handle: (call: Call<never, never, never>) => Promise<void> | void;
}

interface RouteSpec<P extends Shape, Q extends Shape, C> extends RouteFacts {
  params?: z.ZodObject<P>;
  /** Of the query's parameters, each a string: one that is unknown is refused by name. */
  query?: z.ZodObject<Q>;
  handle: (call: Call<z.infer<z.ZodObject<P>>, z.infer<z.ZodObject<Q>>, C>) => Promise<void> | void;
}

/** A route for keys that have the scope. */
export function route<P extends Shape = Shape, Q extends Shape = Shape>(
  scope: KeyScope,
  spec: RouteSpec<P, Q, Caller>,
): Route {
  return { params: undefined, query: undefined, ...spec, scope, isKeyOptional: false };
}

/** A route that serves whoever sends no key as well, and says more, or something else, to a key. */
export function routeForAnyone<P extends Shape = Shape, Q extends Shape = Shape>(
  scope: KeyScope,
  spec: RouteSpec<P, Q, Caller | undefined>,
): Route {
  return { params: undefined, query: undefined, ...spec, scope, isKeyOptional: true };
}

/** A route for everybody: it asks for no key. */
export function publicRoute<P extends Shape = Shape, Q extends Shape = Shape>(spec: RouteSpec<P, Q, undefined>): Route {
  return { params: undefined, query: undefined, ...spec, scope: undefined, isKeyOptional: true };
}

/** The parameter of paths like `/orders/:id`. */
export const IdParam = z.strictObject({ id: z.guid() });
