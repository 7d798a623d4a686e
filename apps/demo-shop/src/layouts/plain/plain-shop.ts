import type { Visit } from "../../routes/visit.ts";
import type { PaymentChoices } from "../counter/payment-desk.ts";
import type { AccountLook } from "../page/account-look.ts";

/** A shop of plain posted pages, for layouts whose difficulty is somewhere else: what each of them says and does its own way. */
export interface PlainShop {
  brand: string;
  /** The class of the body, which chooses colors and type. */
  look: string;
  account: AccountLook;
  words: {
    cart: string;
    add: string;
    checkout: string;
    next: string;
    place: string;
    reference: string;
    total: string;
  };
  payments: readonly { value: string; label: string }[];
  choices: PaymentChoices;
  /** Where checkout begins for a visitor who must do something first; undefined for one who may go on. */
  entrance?: (visit: Visit) => string | undefined;
  /** What must be done between address and shipping; undefined where nothing is left to do. */
  detour?: (visit: Visit) => string | undefined;
  /** The answer to an order that is stored. */
  answerPlaced: (visit: Visit, number: string) => void;
}
