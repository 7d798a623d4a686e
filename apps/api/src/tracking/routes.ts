import { type Database, findTrackedOrder, type OrderRecord } from "@cartwright/db";
import type { Request, Response } from "express";
import { z } from "zod";
import { notFound } from "../http/mount-routes.ts";
import { noteOrder } from "../http/request-log.ts";
import { publicRoute, type Route } from "../http/route.ts";
import { presentTracking, PublicTracking } from "./public-tracking.ts";
import { missingPage, TRACKING_POLICY, trackingPage } from "./tracking-page.ts";

export interface TrackingDeps {
  database: { db: Database };
}

/** A page that is for whoever has its address: kept by nobody in between, found by no search, told to no other site. */
const HEADERS = {
  "Cache-Control": "no-store",
  Vary: "Accept",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow",
};

export function trackingRoutes({ database }: TrackingDeps): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/track/:id",
      id: "trackOrder",
      tag: "Tracking",
      summary: "Follow an order by its id alone",
      description:
        "Where an order is, without its recipient's name and phone number: JSON, or a page for a browser. The order's random id " +
        "is what opens it, and it asks for no key.",
      // Any text: what cannot be an id is answered with a page as well.
      params: z.object({ id: z.string() }),
      requestHeaders: { Accept: "`text/html` before `application/json` asks for the page" },
      answers: {
        200: { description: "Where the order is", body: PublicTracking, orHtml: true },
        404: { description: "`not_found`: there is no such order", mediaType: "text/html" },
      },
      handle: async ({ request, response, params }) => {
        response.set(HEADERS);
        const isId = z.guid().safeParse(params.id).success;
        const order = isId ? await findTrackedOrder(database.db, params.id) : undefined;
        if (order !== undefined) noteOrder(request, order.id);
        if (wantsPage(request)) answerWithPage(response, order);
        else if (order === undefined) throw notFound("order");
        else response.json(presentTracking(order));
      },
    }),
  ];
}

const wantsPage = (request: Request): boolean => request.accepts(["json", "html"]) === "html";

function answerWithPage(response: Response, order: OrderRecord | undefined): void {
  response.status(order === undefined ? 404 : 200).set("Content-Security-Policy", TRACKING_POLICY);
  response.type("html").send(order === undefined ? missingPage() : trackingPage(order));
}
