import { randomUUID } from "node:crypto";
import { CheckoutFailure } from "@cartwright/orders";
import type { ShopResponse } from "@cartwright/retailers/driver";
import type { PurchaseGate } from "../browser/purchase-gate.ts";
import { isAnswer } from "../browser/purchase-request.ts";
import type { FetchControl, PausedRequest } from "../browser/request-router.ts";
import type { Transport, WireRequest } from "./transport.ts";

/**
 * Sends a request as a browser behind the gate would: the gate is told of it in the words of Chrome's Fetch domain, holds it
 * or lets it pass, and is told of its answer. What is released, when and how often is decided by the very same code.
 */
export function sendThroughGate(
  gate: Pick<PurchaseGate, "handler">,
  transport: Pick<Transport, "send">,
  wire: WireRequest,
): Promise<ShopResponse> {
  const paused = toPaused(wire);
  return new Promise((resolve, reject) => {
    const send = async (): Promise<void> => {
      try {
        const response = await transport.send(wire);
        gate.handler({ ...paused, responseStatusCode: response.status }, control);
        resolve(response);
      } catch (error) {
        gate.handler({ ...paused, responseErrorReason: "Failed" }, control);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const control: FetchControl = {
      pass: (event) => {
        // Asked a second time for the same request, it is the answer that passes: nothing is sent.
        if (!isAnswer(event)) void send();
        return Promise.resolve(true);
      },
      block: () => {
        reject(new CheckoutFailure("checkout_failed", "The purchase gate kept a request back."));
        return Promise.resolve(true);
      },
    };
    gate.handler(paused, control);
  });
}

function toPaused({ method, url, headers, body }: WireRequest): PausedRequest {
  const id = `http-${randomUUID()}`;
  return {
    requestId: id,
    networkId: id,
    frameId: "",
    resourceType: "Fetch",
    request: {
      method,
      url,
      headers,
      initialPriority: "High",
      referrerPolicy: "no-referrer",
      ...(body === undefined ? {} : { postData: body }),
    },
  };
}
