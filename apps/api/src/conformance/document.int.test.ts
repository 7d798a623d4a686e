import { execFileSync } from "node:child_process";
import { ORDER_FACES } from "@cartwright/schemas";
import type { oas31 } from "zod-openapi";
import type { Face } from "../http/face.ts";
import type { TagGroup } from "../http/openapi-faces.ts";
import { FIELD_WORDS } from "../http/openapi-words.ts";
import type { Route } from "../http/route.ts";
import { FACES } from "../routes.ts";
import { nameOf, operationIn } from "../testing/route-requests.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

const documentedRoutes = (): Route[] => api.routes.filter(({ isUndocumented }) => isUndocumented !== true);

function operationsOf(): oas31.OperationObject[] {
  return Object.values(api.document.paths ?? {}).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
}

// The validator is an ES module, which Jest does not load as it is.
const VALIDATE = `
  import { Validator } from "@seriousme/openapi-schema-validator";
  import { readFileSync } from "node:fs";
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(readFileSync(0, "utf8")));
  process.stdout.write(JSON.stringify({ version: validator.version, valid, errors }));
`;

it("is valid OpenAPI 3.1", async () => {
  const { text, headers } = await api.send("GET", "/openapi.json");
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  const said = execFileSync("node", ["--input-type=module", "--eval", VALIDATE], { input: text, cwd: __dirname });
  expect(JSON.parse(said.toString())).toEqual({ version: "3.1", valid: true });
});

it("describes every route that is served, once, with its scope, a tag that is explained, and its refusals", () => {
  const { tags = [] } = api.document;
  const operations = operationsOf();
  const documented = documentedRoutes();
  expect(new Set(operations.map(({ operationId }) => operationId))).toEqual(new Set(documented.map(({ id }) => id)));
  expect(operations).toHaveLength(documented.length);
  for (const { scope, id } of documented) {
    const operation = operations.find(({ operationId }) => operationId === id);
    expect(JSON.stringify(operation?.security ?? [])).toContain(scope ?? "[]");
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(["400", "500", "503"]));
  }
  for (const { name, description } of tags) expect([name, description]).toEqual([name, expect.stringMatching(/\.$/)]);
});

it("puts every tag into the chapter of one face, and every path where its face says that its paths are", () => {
  const groups = (api.document as { "x-tagGroups"?: TagGroup[] })["x-tagGroups"] ?? [];
  expect(groups.map(({ face }) => face)).toEqual(["native", ...ORDER_FACES]);
  const grouped = groups.flatMap(({ tags }) => tags);
  expect(grouped.toSorted()).toEqual((api.document.tags ?? []).map(({ name }) => name).toSorted());
  for (const row of documentedRoutes()) {
    const group = groups.find(({ tags }) => tags.includes(row.tag));
    expect([nameOf(row), group?.face]).toEqual([nameOf(row), row.face?.name ?? "native"]);
    const isBelow = (row.face?.prefixes ?? []).some((prefix) => row.path.startsWith(`${prefix}/`));
    expect([nameOf(row), isBelow]).toEqual([nameOf(row), row.face !== undefined]);
  }
});

it("documents the refusals of each face in one shape of its own, and in its media type", () => {
  const shapes = new Map<Face | undefined, Set<string>>();
  for (const row of documentedRoutes().filter(({ face }) => face !== undefined)) {
    const mediaType = row.face?.mediaType ?? "";
    const refusals = Object.entries(operationIn(api, row).responses ?? {}).filter(
      ([status]) => !Object.keys(row.answers).includes(status),
    );
    expect(refusals.map(([status]) => status)).toEqual(expect.arrayContaining(["400", "500", "503"]));
    for (const [status, response] of refusals as [string, oas31.ResponseObject][]) {
      const { content = {}, description } = response;
      expect([nameOf(row), status, Object.keys(content)]).toEqual([nameOf(row), status, [mediaType]]);
      expect(description).not.toBe("");
      shapes.set(row.face, (shapes.get(row.face) ?? new Set()).add(JSON.stringify(content[mediaType]?.schema)));
    }
  }
  expect([...shapes.keys()]).toEqual(expect.arrayContaining([...FACES]));
  const all = [...shapes.values()].map((own) => Array.from(own));
  expect(all.map(({ length }) => length)).toEqual(all.map(() => 1));
  expect(new Set(all.flat()).size).toBe(all.length);
  expect(all.flat()).not.toContain('{"$ref":"#/components/schemas/ErrorBody"}');
});

it("names its components, each of which is there", () => {
  const text = JSON.stringify(api.document);
  const references = new Set(
    [...text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind}/${name}`),
  );
  const components = Object.entries(api.document.components ?? {}).flatMap(([kind, named]) =>
    Object.keys(named as object).map((name) => `${kind}/${name}`),
  );
  expect(components).toEqual(expect.arrayContaining([...references]));
  for (const name of ["Order", "OrderItem", "CreateOrder", "JobResult", "TrackingNumber", "Milestone", "ErrorBody"]) {
    expect(references).toContain(`schemas/${name}`);
  }
});

it("explains fields and parameters that are there", () => {
  const { schemas = {} } = api.document.components ?? {};
  const known = (name: string) => Object.keys((schemas[name] as { properties?: object } | undefined)?.properties ?? {});
  for (const [name, fields] of Object.entries(FIELD_WORDS)) {
    expect([name, known(name)]).toEqual([name, expect.arrayContaining(Object.keys(fields))]);
  }
  const parameters = operationsOf().flatMap((operation) => operation.parameters ?? []);
  const unexplained = parameters.filter((one) => "name" in one && one.in === "query" && one.description === undefined);
  expect(unexplained).toEqual([]);
});

it("documents numbers and yes and no of a query as that, though they arrive as text", () => {
  const parameters = api.document.paths?.["/orders"]?.get?.parameters ?? [];
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: "limit",
      in: "query",
      schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
    }),
  );
});
