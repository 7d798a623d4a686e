import { type Resource, toDocument, toListDocument } from "./json-api.ts";

/** An order of two lines of the same variant, from each of which the way leads back. */
function makeOrder(id = "1"): Resource {
  const variant: Resource = { type: "variant", id: "7", attributes: { sku: "A" }, relationships: {} };
  const line = (lineId: string): Resource => ({
    type: "line_item",
    id: lineId,
    attributes: { quantity: 2, price: "1.0" },
    relationships: { order: () => order, variant: () => variant },
  });
  const order: Resource = {
    type: "order",
    id,
    attributes: { number: `R${id}`, total: null },
    relationships: { user: () => null, line_items: () => [line(`${id}1`), line(`${id}2`)], payments: () => [] },
  };
  return order;
}

const include = (...paths: string[]) => ({ include: paths.map((path) => path.split(".")) });
const names = (resources: readonly { type: string; id: string }[] = []) =>
  resources.map(({ type, id }) => `${type} ${id}`);

it("links every relationship, with null and [] where there is none, and includes nothing unasked", () => {
  expect(toDocument(makeOrder())).toEqual({
    data: {
      id: "1",
      type: "order",
      attributes: { number: "R1", total: null },
      relationships: {
        user: { data: null },
        line_items: {
          data: [
            { id: "11", type: "line_item" },
            { id: "12", type: "line_item" },
          ],
        },
        payments: { data: [] },
      },
    },
  });
});

it("includes what is on the way to what was asked for, too", () => {
  const { included } = toDocument(makeOrder(), include("line_items.variant"));
  expect(names(included)).toEqual(["line_item 11", "line_item 12", "variant 7"]);
});

it("has each resource once, however many ways lead to it, and goes in no circles", () => {
  const paths = ["line_items.order.line_items.order", "line_items.variant", "line_items", "user", "payments"];
  const { included } = toDocument(makeOrder(), include(...paths));
  expect(names(included)).toEqual(["line_item 11", "line_item 12", "variant 7"]);
});

it("includes nothing that the list is about, and has what its resources share once", () => {
  const { data, included } = toListDocument(
    [makeOrder("1"), makeOrder("2")],
    include("line_items.variant", "line_items.order"),
  );
  expect(names(data)).toEqual(["order 1", "order 2"]);
  expect(names(included)).toEqual(["line_item 11", "line_item 12", "line_item 21", "line_item 22", "variant 7"]);
});

it("has an empty included where what was asked for is not there", () => {
  expect(toDocument(makeOrder(), include("user")).included).toEqual([]);
  expect(toListDocument([], include("user"))).toEqual({ data: [], included: [] });
});

it("shows of a type the fields that were named alone, of attributes and relationships; what leads to others stays open", () => {
  const fields = new Map([
    ["order", new Set(["number", "user"])],
    ["line_item", new Set<string>()],
  ]);
  const { data, included = [] } = toDocument(makeOrder(), { ...include("line_items.variant"), fields });
  expect(data).toEqual({
    id: "1",
    type: "order",
    attributes: { number: "R1" },
    relationships: { user: { data: null } },
  });
  expect(included[0]).toEqual({ id: "11", type: "line_item", attributes: {}, relationships: {} });
  expect(included.at(-1)?.attributes).toEqual({ sku: "A" });
});
