import { readReturnAnswer } from "./read-return-answer.ts";

const URL = "https://shop.example/label.pdf";

it.each([
  [{ status: "denied", resolution_notes: "", merchant_return_id: " ", label_urls: "" }, { status: "denied" }],
  [
    { status: "approved", label_urls: `${URL}\r\n  ${URL}?2\n` },
    { status: "approved", label_urls: [URL, `${URL}?2`] },
  ],
  [
    { status: "approved", resolution_notes: "By post.", merchant_return_id: "R-1" },
    { status: "approved", resolution_notes: "By post.", merchant_return_id: "R-1" },
  ],
  [
    { status: "approved", label_urls: [URL], resolution_notes: null },
    { status: "approved", label_urls: [URL], resolution_notes: null },
  ],
])("leaves out what a form leaves blank, and leaves a tool's JSON as it is: %j", (form, answer) => {
  expect(readReturnAnswer(form)).toEqual(answer);
});
