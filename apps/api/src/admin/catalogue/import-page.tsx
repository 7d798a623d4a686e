import type { VNode } from "preact";
import { type CatalogueFault, describeFault } from "../../catalogue/catalogue-fault.ts";
import type { CatalogueFormat } from "../../catalogue/read-catalogue.ts";
import { Choice } from "../form-parts.tsx";
import { Csrf } from "../shell.tsx";
import type { Visitor } from "../session.ts";
import { Table } from "../table.tsx";
import type { CatalogueChange } from "./catalogue-changes.ts";

interface ImportModel {
  format: CatalogueFormat;
  content: string;
  /** What is wrong with it. */
  faults?: readonly CatalogueFault[];
  /** What a dry run has found that it would do. */
  changes?: readonly CatalogueChange[];
  counts?: readonly string[];
}

/** More of them say no more. */
const MAX_SHOWN = 500;
const MARKS = { added: "+", changed: "~", "taken out": "−" } as const;

/** A file is pasted, tried, and only then imported. */
export function importPage(model: ImportModel, visitor: Visitor): VNode {
  const { format, content, faults, changes } = model;
  return (
    <>
      <h1>Import a catalogue</h1>
      <p>
        Whole suppliers, all or nothing: what a supplier in the file had and the file has no more is taken out.
        Suppliers that are not in the file stay as they are. The columns and fields are those of the catalogue command.
      </p>
      {faults === undefined ? null : <Faults faults={faults} />}
      {changes === undefined ? null : <Changes model={model} changes={changes} visitor={visitor} />}
      <form class="card" method="post" action="/admin/catalogue/import/check">
        <Csrf visitor={visitor} />
        <Choice name="format" label="Format" options={["csv", "json"]} value={format} />
        <label for="content">The file's text</label>
        <textarea id="content" name="content" class="code" rows={16} spellcheck={false} required>
          {/* A browser drops the first line break of a textarea: this one is for it. */}
          {`\n${content}`}
        </textarea>
        <button type="submit">Check it</button>
        <p class="hint">Checking changes nothing.</p>
      </form>
    </>
  );
}

function Faults({ faults }: { faults: readonly CatalogueFault[] }): VNode {
  return (
    <div class="verdict bad" role="alert">
      <strong>{faults.length === 1 ? "1 fault" : `${faults.length} faults`}. Nothing was imported.</strong>
      <ul>
        {faults.slice(0, MAX_SHOWN).map((fault, at) => (
          <li key={at}>{describeFault(fault)}</li>
        ))}
      </ul>
      {faults.length > MAX_SHOWN ? <p>And {faults.length - MAX_SHOWN} more.</p> : null}
    </div>
  );
}

interface ChangesProps {
  model: ImportModel;
  changes: readonly CatalogueChange[];
  visitor: Visitor;
}

function Changes({ model: { format, content, counts = [] }, changes, visitor }: ChangesProps): VNode {
  return (
    <>
      <form class="verdict good" method="post" action="/admin/catalogue/import">
        <strong role="status">The file is fine. An import would make this of it:</strong>
        <ul>
          {counts.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Csrf visitor={visitor} />
        <input type="hidden" name="format" value={format} />
        <input type="hidden" name="content" value={content} />
        <button type="submit">Import it</button>
      </form>
      {changes.length === 0 ? null : (
        <Table label="Changes" head={["", "What", "How"]}>
          {changes.slice(0, MAX_SHOWN).map(({ kind, what, how }) => (
            <tr key={kind + what}>
              <td>
                {MARKS[kind]} {kind}
              </td>
              <td>{what}</td>
              <td>{how.join("; ")}</td>
            </tr>
          ))}
        </Table>
      )}
      {changes.length > MAX_SHOWN ? <p>And {changes.length - MAX_SHOWN} more.</p> : null}
    </>
  );
}
