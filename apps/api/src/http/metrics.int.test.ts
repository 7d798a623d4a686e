import { randomUUID } from "node:crypto";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it("counts requests by the route that took them, never by their own path", async () => {
  const key = await api.newKey();
  for (const id of [randomUUID(), randomUUID()]) await api.get(`/orders/${id}`, key);
  await api.get("/orders", key);
  await api.get("/orders");
  const unknown = `/unknown/${randomUUID()}`;
  await fetch(api.url + unknown);
  const { text, headers } = await api.get("/metrics");
  expect(headers.get("content-type")).toMatch(/^text\/plain/);
  expect(text).toContain('http_requests_total{route="/orders/:id",method="GET",status="404"} 2');
  expect(text).toContain('http_requests_total{route="/orders",method="GET",status="200"} 1');
  expect(text).toContain('http_requests_total{route="/orders",method="GET",status="401"} 1');
  expect(text).toContain('http_requests_total{route="other",method="GET",status="404"} 1');
  expect(text).toContain('http_request_duration_seconds_count{route="/orders/:id",method="GET"} 2');
  expect(text).not.toContain(unknown);
});
