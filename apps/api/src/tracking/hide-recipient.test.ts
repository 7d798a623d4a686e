import { hideRecipient } from "./hide-recipient.ts";

const hide = hideRecipient({ first_name: "Will", last_name: "O'Hara (Jr)", phone_number: "+14156935505" });

test("a recipient's name and phone number do not show in what a carrier wrote", () => {
  expect(hide("Signed for by WILL O'HARA (Jr)")).toBe("Signed for by ••• ••• •••");
  expect(hide("Left with Will, call (415) 693-5505 or 415.693.5505")).toBe("Left with •••, call (••• or •••");
});

test("other words stay", () => {
  const text = "Your parcel will arrive at Willow Street; reference 41569355";
  expect(hide(text)).toBe(text);
});
