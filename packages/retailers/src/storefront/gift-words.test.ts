import { isGiftBox, isGiftMessage } from "./gift-words.ts";

const seen = (kind: "checkbox" | "text", label: string, beside = "") => ({
  kind,
  label,
  near: "",
  name: "",
  placeholder: "",
  beside,
});

test.each([
  "This is a gift",
  "This is a gift Free",
  "This order is a gift",
  "Is this order a gift?",
  "Send as a gift",
  "Mark this order as a gift",
  "It's a gift",
  "Include a gift receipt",
  "Gift options",
  "Hide prices on the packing slip",
  "This is a gift ($0.00)",
])("%j makes the order a gift", (label) => {
  expect(isGiftBox(seen("checkbox", label))).toBe(true);
});

test.each([
  "Add gift wrapping",
  "This is a gift (+ $4.95)",
  "I have a gift card",
  "Gift certificate",
  "Yes, send me a free gift",
  "Subscribe to our newsletter for gift ideas",
  "I agree to the terms",
  "A gift with every order: accept",
])("%j does not, or costs something", (label) => {
  expect(isGiftBox(seen("checkbox", label))).toBe(false);
});

test("a price beside the box counts as its own", () => {
  expect(isGiftBox(seen("checkbox", "This is a gift", "This is a gift $3.00"))).toBe(false);
  expect(isGiftBox(seen("checkbox", "This is a gift", "This is a gift Free"))).toBe(true);
});

test("a message goes into a field for one, and not into a card's", () => {
  expect(isGiftMessage(seen("text", "Gift message (optional)"))).toBe(true);
  expect(isGiftMessage(seen("text", "Message to the recipient"))).toBe(true);
  expect(isGiftMessage(seen("text", "Gift card message"))).toBe(false);
  expect(isGiftMessage(seen("text", "Order notes"))).toBe(false);
});
