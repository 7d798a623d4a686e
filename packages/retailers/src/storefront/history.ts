import type { HistoryLook } from "../driver.ts";
import { enterHistory } from "./history-pages.ts";
import type { Walk } from "./walk.ts";

/** Looks for the order in the account's history. What cannot be found proves nothing: no page of a shop that nobody has described says that it is current. */
export async function lookUp(walk: Walk): Promise<HistoryLook> {
  const account = walk.session.account ?? walk.profile?.history?.account;
  if (account === undefined) {
    return { kind: "no_history", message: "the order is a guest's, and the shop shows guests no history" };
  }
  return await enterHistory(walk, account);
}
