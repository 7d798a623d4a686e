import { ZincClient } from "zinc";
import { placeBulkRows } from "../bulk/place-bulk-rows.ts";
import { placingDeps, ROW } from "../testing/bulk-rows.ts";
import { startTestApi } from "../testing/test-api.ts";

// The official client of the product line, as it is published: only its `baseUrl` is ours.
test("the client tries, places, lists, reads and downloads a batch", async () => {
  const api = await startTestApi();
  const { orders } = new ZincClient({ baseUrl: api.url, apiKey: `Bearer ${await api.newKey()}`, maxRetries: 0 });
  const body = { filename: "gifts.csv", rows: [{ ...ROW, ref: "A-1" }], notify_on_complete: true };

  const dry = await orders.validateBulkUpload({ body });
  expect(dry).toMatchObject({ total_rows: 1, valid_rows: 1, estimated_total_cents: 20_000, rows: [{ ok: true }] });
  const batch = await orders.createBulkUpload({ body });
  expect(batch).toMatchObject({ filename: "gifts.csv", status: "pending", row_count: 1, notify_on_complete: true });
  await placeBulkRows(placingDeps(api));

  expect(await orders.listBulkUploads({ limit: 5 })).toMatchObject({ total: 1, batches: [{ id: batch.id }] });
  const done = await orders.getBulkUpload({ batch_id: batch.id });
  expect(done).toMatchObject({
    status: "completed",
    placed_count: 1,
    rows: [{ status: "placed", recipient: "Ada Quinn" }],
  });
  const order = await orders.getOrder({ order_id: done.rows?.[0]?.order_id ?? "" });
  expect(await orders.downloadBulkResults({ batch_id: batch.id })).toContain(`A-1,0,${order.id},`);
  await api.close();
});
