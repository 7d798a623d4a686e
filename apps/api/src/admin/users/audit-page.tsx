import type { AuditEntry } from "@cartwright/db";
import type { VNode } from "preact";
import { Choice } from "../form-parts.tsx";
import { pageOf } from "../orders/order-link.tsx";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";

interface AuditModel {
  entries: readonly AuditEntry[];
  /** Of the next page; undefined: this is the last one. */
  next: number | undefined;
  /** Whose entries they are; undefined: everybody's. */
  userName: string | undefined;
  /** Of those who can be chosen. */
  names: readonly string[];
}

/** Who did what and when, newest first. */
export function auditPage({ entries, next, userName, names }: AuditModel): VNode {
  const older = new URLSearchParams({ ...(userName === undefined ? {} : { user: userName }), before: String(next) });
  const known = userName === undefined || names.includes(userName) ? names : [...names, userName];
  return (
    <>
      <h1>Audit log</h1>
      <form class="row" method="get" action="/admin/users/audit">
        <Choice
          name="user"
          label="Of"
          options={[["", "everybody"], ...known.map((name) => [name, name] as const)]}
          value={userName ?? ""}
        />
        <button type="submit">Show</button>
      </form>
      {entries.length === 0 ? (
        <p>Nobody has done anything yet.</p>
      ) : (
        <Table label="Audit log" head={["When (UTC)", "Who", "What", "To what", "How it ended", "Asked for"]}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Table>
      )}
      {next === undefined ? null : (
        <p>
          <a href={`/admin/users/audit?${older.toString()}`}>Older ones</a>
        </p>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }): VNode {
  const detail = Object.entries(entry.detail).map(([key, value]) => `${key}: ${textOf(value)}`);
  const subject = `${entry.subjectType} ${entry.subjectId}`;
  return (
    <tr class={entry.outcome === "done" ? undefined : "failed"}>
      <td>
        <Time at={entry.at} />
      </td>
      <td>
        {entry.userName} ({entry.role})
      </td>
      <td>{entry.action}</td>
      <td>{entry.subjectType === "order" ? <a href={pageOf(entry.subjectId)}>{subject}</a> : subject}</td>
      <td>{entry.outcome ?? "not known"}</td>
      <td>{detail.join("; ")}</td>
    </tr>
  );
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
