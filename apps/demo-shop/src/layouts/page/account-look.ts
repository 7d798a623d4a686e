/** How a layout's account pages are called and where they are. */
export interface AccountLook {
  signIn: string;
  register: string;
  signOut: string;
  orders: string;
  words: {
    signInHeading: string;
    email: string;
    password: string;
    signInButton: string;
    registerLink: string;
    refused: string;
    ordersHeading: string;
    number: string;
    date: string;
    reference: string;
    total: string;
    view: string;
    signOut: string;
    /** How an order number is written: shops differ in what stands before it. */
    numberPrefix: string;
  };
}

export function accountLook(
  base: string,
  words: Partial<AccountLook["words"]> = {},
  paths: Partial<Omit<AccountLook, "words">> = {},
): AccountLook {
  return {
    signIn: `${base}/login`,
    register: `${base}/register`,
    signOut: `${base}/logout`,
    orders: `${base}/orders`,
    ...paths,
    words: {
      signInHeading: "Returning Customer",
      email: "E-Mail Address",
      password: "Password",
      signInButton: "Login",
      registerLink: "Create an account",
      refused: "No match for E-Mail Address and/or Password.",
      ordersHeading: "Order History",
      number: "Order ID",
      date: "Date Added",
      reference: "Reference",
      total: "Total",
      view: "View",
      signOut: "Logout",
      numberPrefix: "#",
      ...words,
    },
  };
}
