import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { webhookHeaders } from "./sign-webhook.ts";

const secretOf = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString("base64")}`;
const [NEW, OLD, OTHER] = [secretOf(1), secretOf(2), secretOf(3)];
const BODY = JSON.stringify({ event: "order.placed", note: "żółw ✓" });
const nowS = () => Math.floor(Date.now() / 1_000);

const sign = (secrets: [string, ...string[]], timestampS = nowS()) =>
  webhookHeaders({ id: "5f2c", event: "order.placed", timestampS, body: BODY }, secrets);
const verify = (secret: string, headers: Record<string, string>, body = BODY) =>
  new Webhook(secret).verify(body, headers);

test("the verifier of Standard Webhooks accepts what we sign", () => {
  expect(verify(NEW, sign([NEW]))).toEqual(JSON.parse(BODY));
});

test("during a rotation the old secret and the new one both verify", () => {
  const headers = sign([NEW, OLD]);
  expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  expect(verify(NEW, headers)).toEqual(JSON.parse(BODY));
  expect(verify(OLD, headers)).toEqual(JSON.parse(BODY));
});

test("a secret of the client's own making is the key as it stands", () => {
  const own = "correct horse battery".replaceAll(" ", "-");
  const headers = sign([own]);
  expect(new Webhook(own, { format: "raw" }).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  expect(headers["X-Webhook-Signature"]).toBe(createHmac("sha256", own).update(BODY).digest("hex"));
});

test.each([
  ["another body", () => verify(NEW, sign([NEW]), `${BODY} `)],
  ["another id", () => verify(NEW, { ...sign([NEW]), "webhook-id": "5f2d" })],
  ["another secret", () => verify(OTHER, sign([NEW, OLD]))],
  ["an old message", () => verify(NEW, sign([NEW], nowS() - 301))],
  ["a message from the future", () => verify(NEW, sign([NEW], nowS() + 301))],
])("the verifier refuses %s", (_, attempt) => {
  expect(attempt).toThrow();
});

test("the simple signature is keyed with the newest secret as it was shown", () => {
  const expected = createHmac("sha256", Buffer.from(NEW, "utf8")).update(Buffer.from(BODY, "utf8")).digest("hex");
  expect(sign([NEW, OLD])["X-Webhook-Signature"]).toBe(expected);
});
