import {
  type DatabaseHandle,
  findAnyOrder,
  listNeedyOrders,
  type OrderRecord,
  readServiceSecret,
  searchAnyOrders,
} from "@cartwright/db";
import { orderNumber } from "@cartwright/orders";
import { openAddressOverrides } from "../../addresses/address-override.ts";
import { offlineAddressCheck } from "../../addresses/offline-address-check.ts";
import { readSearch } from "../../admin/orders/read-search.ts";
import { retryForBuyer } from "../../admin/orders/retry-for-buyer.ts";
import { resolveOrder } from "../../admin/resolve-order.ts";
import { openShops } from "../../catalogue/import-file.ts";
import { notFound } from "../../http/mount-routes.ts";
import { Problem } from "../../http/problem.ts";
import type { AcceptOrderDeps } from "../../orders/accept-order.ts";
import { cancelOrder } from "../../orders/cancel-order.ts";
import type { Answer } from "../answer.ts";
import { audited, whoTypes } from "../audited.ts";
import { describeLine, lineAsJson } from "./describe-line.ts";
import type { OrderCommand } from "./order-command.ts";
import { showOrder } from "./show-order.ts";

export interface OrderSurroundings extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
}

type Deed = Extract<OrderCommand, { name: "retry" | "resolve" | "cancel" }>;

/** Runs a command about orders. Throws what a person is to read. */
export async function runOrders(around: OrderSurroundings, command: OrderCommand): Promise<Answer> {
  switch (command.name) {
    case "list":
    case "list needs-you":
      return await list(around, command);
    case "show":
      return await showOrder(around, await requireOrder(around, command.id));
    case "retry":
    case "resolve":
    case "cancel":
      return await change(around, command);
  }
}

async function change(around: OrderSurroundings, command: Deed): Promise<Answer> {
  const { order } = await requireOrder(around, command.id);
  const detail = command.name === "resolve" ? command.body : {};
  const deed = { action: `${command.name}-order`, subject: { type: "order", id: order.id }, detail };
  return await audited(around.db, deed, () => act(around, command, order));
}

async function list(
  { pool }: OrderSurroundings,
  command: Extract<OrderCommand, { name: `list${string}` }>,
): Promise<Answer> {
  const orders =
    command.name === "list needs-you"
      ? await listNeedyOrders(pool, command.limit)
      : await searchAnyOrders(pool, readSearch(command.sought), {
          limit: command.limit,
          status: command.status,
          accountName: command.account,
        });
  const none = command.name === "list" ? "There is no such order." : "No order needs you.";
  return { lines: orders.length === 0 ? [none] : orders.map(describeLine), json: orders.map(lineAsJson) };
}

/** Throws a Problem when there is none, or several are called that. */
async function requireOrder({ db, pool }: OrderSurroundings, typed: string) {
  const sought = readSearch(typed);
  const found = sought.by === "latest" ? [] : await searchAnyOrders(pool, sought, { limit: 2 });
  const [line, other] = found;
  if (line !== undefined && other !== undefined) {
    const numbers = found.map(({ serial, createdAt }) => orderNumber(serial, createdAt));
    throw new Problem("validation_error", `Several orders are called "${typed}": ${numbers.join(", ")}, …`, {
      details: { order_ids: found.map(({ id }) => id) },
    });
  }
  const order = line === undefined ? undefined : await findAnyOrder(db, line.id);
  if (order === undefined) throw notFound("order");
  return order;
}

async function act({ db, pool, environment }: OrderSurroundings, command: Deed, order: OrderRecord): Promise<Answer> {
  const number = orderNumber(order.serial, order.createdAt);
  switch (command.name) {
    case "resolve":
      await resolveOrder(db, order.id, command.body, whoTypes());
      return { lines: [`${number} is settled.`], json: await statusOf(db, order) };
    case "cancel":
      await cancelOrder({ pool }, order, order.id);
      return { lines: [`${number} is cancelled. Nothing was bought.`], json: await statusOf(db, order) };
    case "retry": {
      const { order: again, isNew } = await retryForBuyer(await retryDeps({ db, pool, environment }), order);
      const words = isNew ? "is the new order" : "is its retry, and was there already";
      return {
        lines: [`${orderNumber(again.serial, again.createdAt)} ${words}: ${again.id}`],
        json: { ...(await statusOf(db, again)), retry_of: order.id, is_new: isNew },
      };
    }
  }
}

async function statusOf(db: OrderSurroundings["db"], { id, serial, createdAt }: OrderRecord) {
  const after = await findAnyOrder(db, id);
  return { id, number: orderNumber(serial, createdAt), status: after?.order.status, phase: after?.order.phase };
}

/** What placing an order asks of the API. The dispatcher finds the order, and its shop is listed already: nobody has to be told. */
async function retryDeps({ db, pool, environment }: OrderSurroundings): Promise<AcceptOrderDeps> {
  return {
    database: { db, pool },
    catalog: await openShops(pool, environment),
    // The address was confirmed with the order that failed: it is not asked about again.
    addressCheck: offlineAddressCheck,
    addressOverrides: openAddressOverrides(() => readServiceSecret(pool, "address-override")),
    onNewRetailer: () => Promise.resolve(),
  };
}
