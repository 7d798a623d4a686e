/** A buyer without a browser: keeps cookies and follows no redirect, so that a test sees every answer. */
export interface Shopper {
  get(path: string): Promise<Answer>;
  post(path: string, form?: Record<string, string>): Promise<Answer>;
  /** Puts the product into the cart and goes through the checkout up to the review page. */
  goToReview(slug: string, choices?: Choices): Promise<Answer>;
}

interface Answer {
  status: number;
  location: string;
  text: string;
  headers: Headers;
}

interface Choices {
  quantity?: string;
  options?: Record<string, string>;
  state?: string;
  email?: string;
  reference?: string;
}

export const ADDRESS = {
  first_name: "Ann",
  last_name: "Lee",
  address_line1: "1 Main St",
  address_line2: "",
  city: "Austin",
  state: "TX",
  postal_code: "78701",
  country: "US",
  phone: "(512) 555-0100",
  email: "ann@example.com",
};

export function openShopper(origin: string): Shopper {
  let cookie = "";

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(origin + path, { ...init, headers: { cookie }, redirect: "manual" });
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    const location = response.headers.get("location") ?? "";
    return { status: response.status, location, text: await response.text(), headers: response.headers };
  }

  const get = (path: string) => send(path, {});
  const post = (path: string, form: Record<string, string> = {}) =>
    send(path, { method: "POST", body: new URLSearchParams(form) });

  async function goToReview(slug: string, choices: Choices = {}): Promise<Answer> {
    const { email = ADDRESS.email, state = ADDRESS.state, reference = "" } = choices;
    const steps: [string, Record<string, string>][] = [
      ["/cart/items", { slug, quantity: choices.quantity ?? "1", ...choices.options }],
      ["/checkout", { checkout_as: "guest", email }],
      ["/checkout/address", { ...ADDRESS, state, email }],
      ["/checkout/shipping", { shipping_method: "standard" }],
      ["/checkout/payment", { payment_method: "pay_later", reference }],
    ];
    for (const [path, form] of steps) {
      const answer = await post(path, form);
      if (answer.status !== 303) return answer;
    }
    return get("/checkout/review");
  }

  return { get, post, goToReview };
}
