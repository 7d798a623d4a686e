import { ADMIN } from "./test-admin.ts";

/** The admin area as the user of the configuration sees it. Paths are below `/admin`. */
export interface AdminClient {
  get: (path: string) => Promise<Response>;
  text: (path: string) => Promise<string>;
  /** A form; a list is a field that is sent several times. */
  post: (path: string, form?: Record<string, string | string[]>) => Promise<Response>;
  /** As a tool does. */
  postJson: (path: string, body: unknown) => Promise<Response>;
}

interface Session {
  Cookie: string;
  csrf: string;
}

/** Signs in with the first request, and once: a password takes its time. */
export function openAdminClient({ url }: { url: string }): AdminClient {
  let signedIn: Promise<Session> | undefined;
  const session = (): Promise<Session> => (signedIn ??= signIn(`${url}/admin`));
  const get = async (path: string) => {
    const { Cookie } = await session();
    return await fetch(`${url}/admin${path}`, { headers: { Cookie, Accept: "text/html" } });
  };
  const send = (path: string, init: RequestInit) =>
    fetch(`${url}/admin${path}`, { method: "POST", redirect: "manual", ...init });
  return {
    get,
    text: async (path) => (await get(path)).text(),
    post: async (path, form = {}) => {
      const { Cookie, csrf } = await session();
      const fields = Object.entries({ ...form, _csrf: csrf }).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one]),
      );
      return await send(path, { headers: { Cookie, Accept: "text/html" }, body: new URLSearchParams(fields) });
    },
    postJson: async (path, body) => {
      const { Cookie, csrf } = await session();
      const headers = { Cookie, "Content-Type": "application/json", "X-CSRF-Token": csrf };
      return await send(path, { headers, body: JSON.stringify(body) });
    },
  };
}

async function signIn(area: string): Promise<Session> {
  const answer = await fetch(`${area}/login`, { method: "POST", redirect: "manual", body: new URLSearchParams(ADMIN) });
  const Cookie = (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  const home = await (await fetch(area, { headers: { Cookie } })).text();
  return { Cookie, csrf: /name="_csrf" value="([^"]+)"/.exec(home)?.[1] ?? "" };
}

/** Throws where a page holds what somebody wrote as anything but text, or not at all. */
export function expectInert(page: string): void {
  if (page.includes("<img src=x")) throw new Error("what somebody wrote is markup on the page");
  if (!page.includes("&lt;img src=x")) throw new Error("what somebody wrote is not on the page");
}
