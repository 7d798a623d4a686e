import { pino } from "pino";
import { openQuarantineNotice } from "./quarantine-notice.ts";

const QUARANTINE = { id: 1, reason: "restored", enteredAt: new Date(0), open: 2, needReview: 1 };

test("a worker tells that it is in quarantine as long as it is, and logs its beginning and its end once each", () => {
  const lines: string[] = [];
  const notice = openQuarantineNotice(pino({}, { write: (line) => lines.push(line) }));
  notice.note(undefined);
  expect(notice.detail()).toEqual({});
  notice.note(QUARANTINE);
  notice.note({ ...QUARANTINE, open: 1 });
  expect(notice.detail()).toEqual({
    quarantine: { reason: "restored", entered_at: "1970-01-01T00:00:00.000Z", open: 1, need_review: 1 },
  });
  notice.note(undefined);
  expect(notice.detail()).toEqual({});
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    "in quarantine: no order is dispatched",
    "quarantine has ended: orders are dispatched again",
  ]);
});
