import { ADMIN_ROLES, type AdminRole, type ProblemCode } from "@cartwright/schemas";
import type { Request, Response } from "express";
import type { VNode } from "preact";
import { z } from "zod";
import type { Visitor } from "./session.ts";

/** One request of somebody who may send it. */
export interface Visit {
  request: Request;
  response: Response;
  visitor: Visitor;
  /** Of the path, as its row names them. */
  params: Readonly<Record<string, string>>;
}

/** What an action is done to, for the audit log. */
interface Subject {
  type: string;
  id: string;
}

interface RowFacts {
  /** In Express's spelling, below `/admin`. */
  path: `/${string}`;
  /** The least role that it is for. */
  role: AdminRole;
}

/** Something to look at. */
interface PageRow extends RowFacts {
  kind: "page";
  /** In the window's title. */
  title: string;
  show: (visit: Visit) => Promise<VNode> | VNode;
}

/** Something to look at that is no page: a picture, a stream, a file. It answers by itself. */
interface SendRow extends RowFacts {
  kind: "send";
  send: (visit: Visit) => Promise<void> | void;
}

/**
 * Something that is done. It carries the session's CSRF token, and stands in the audit log before it is done, with the form as `noted`
 * shows it. Returns where to go from there, and what to say; or a page, as its answer.
 */
interface ActionRow extends RowFacts {
  kind: "action";
  /** In the audit log: `resolve-order`. */
  action: string;
  form: z.ZodType;
  subject: (visit: Visit, form: unknown) => Subject;
  noted: (form: unknown) => Record<string, unknown>;
  /** Absent: what any form fits in. */
  maxFormBytes?: number;
  act: (visit: Visit, form: unknown) => Promise<Done | Shown>;
}

export interface Done {
  /** A page of the area. */
  to: string;
  /** Shown there, once. */
  says: string;
}

/**
 * Shown as the answer itself, and nowhere else: for what must be in no address, no cookie and no log, as a new key is, and for a
 * fault that a long form is mended by.
 */
export interface Shown {
  title: string;
  content: VNode;
  /** The same for a tool. */
  json: Record<string, unknown>;
  /** Nothing was done, and why: of a form that is shown again. */
  refusal?: ProblemCode | undefined;
}

export type AdminRow = PageRow | SendRow | ActionRow;

export const page = (row: Omit<PageRow, "kind">): AdminRow => ({ kind: "page", ...row });
export const sends = (row: Omit<SendRow, "kind">): AdminRow => ({ kind: "send", ...row });

interface ActionSpec<F extends z.ZodType> extends RowFacts {
  action: string;
  form: F;
  subject: (visit: Visit, form: z.infer<F>) => Subject;
  /** What of the form the audit log keeps. Absent: all of it. Name what is no secret where there is one. */
  noted?: (form: z.infer<F>) => Record<string, unknown>;
  maxFormBytes?: number;
  act: (visit: Visit, form: z.infer<F>) => Promise<Done | Shown>;
}

export function action<F extends z.ZodType>(spec: ActionSpec<F>): AdminRow {
  const { noted = (form: z.infer<F>) => form as Record<string, unknown> } = spec;
  // The row's own schema has made the form what its functions were written for.
  return { kind: "action", ...spec, noted } as AdminRow;
}

/** Whether somebody of that role may have what is for `least`. */
export function mayDo(role: AdminRole, least: AdminRole): boolean {
  return ADMIN_ROLES.indexOf(role) >= ADMIN_ROLES.indexOf(least);
}

/** Of the thing that a path names by `:id`. */
export const idOf = ({ params }: Visit): string => params["id"] ?? "";

/** A form that is one press. */
export const NoForm = z.strictObject({});
/** Read by the story itself, which says what is wrong with it. */
export const AnyForm = z.record(z.string(), z.unknown());
