import { execFileSync } from "node:child_process";
import { FIELD_WORDS } from "../http/openapi-words.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

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
  const { paths = {}, tags = [] } = api.document;
  const operations = Object.values(paths).flatMap(({ get, post, put, delete: remove }) =>
    [get, post, put, remove].filter((operation) => operation !== undefined),
  );
  const documented = api.routes.filter(({ isUndocumented }) => isUndocumented !== true);
  expect(new Set(operations.map(({ operationId }) => operationId))).toEqual(new Set(documented.map(({ id }) => id)));
  expect(operations).toHaveLength(documented.length);
  for (const { scope, id } of documented) {
    const operation = operations.find(({ operationId }) => operationId === id);
    expect(JSON.stringify(operation?.security ?? [])).toContain(scope ?? "[]");
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(["400", "500", "503"]));
  }
  for (const { name, description } of tags) expect([name, description]).toEqual([name, expect.stringMatching(/\.$/)]);
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
  const parameters = Object.values(api.document.paths ?? {}).flatMap(({ get }) => get?.parameters ?? []);
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
