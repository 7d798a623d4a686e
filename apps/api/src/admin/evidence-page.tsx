import type { EvidenceEntry } from "@cartwright/db";
import type { AttemptSteps } from "@cartwright/schemas";
import type { VNode } from "preact";
import { Table } from "./table.tsx";

/** One thing that an attempt left behind, as far as it could be opened. */
export type ShownEvidence = Pick<EvidenceEntry, "id" | "fence" | "kind" | "label" | "createdAt"> &
  ({ steps: AttemptSteps } | { html: string } | { picture: true } | { fault: string });

/** What an order's attempts did and saw, the newest attempt first. A shop's page is shown as text, never as a page. */
export function evidencePage(orderId: string, evidence: readonly ShownEvidence[]): VNode {
  const fences = [...new Set(evidence.map(({ fence }) => fence))].sort((one, other) => other - one);
  return (
    <>
      <h1>Evidence</h1>
      <p class="muted">
        Order <code>{orderId}</code>. What is personal was masked before it was kept.
      </p>
      {fences.length === 0 ? (
        <p>
          Nothing is kept of this order: it was not worked on, that was too long ago, or the workers have no sealing
          key.
        </p>
      ) : null}
      {fences.map((fence) => (
        <Attempt key={fence} fence={fence} evidence={evidence.filter((entry) => entry.fence === fence)} />
      ))}
    </>
  );
}

function Attempt({ fence, evidence }: { fence: number; evidence: readonly ShownEvidence[] }): VNode {
  const stepsFirst = evidence.toSorted((one, other) => Number(other.kind === "steps") - Number(one.kind === "steps"));
  return (
    <section>
      <h2>Attempt, fence {fence}</h2>
      {stepsFirst.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

function Entry({ entry }: { entry: ShownEvidence }): VNode {
  if ("fault" in entry) {
    return (
      <p class="fault">
        {entry.kind}: {entry.label}: {entry.fault}
      </p>
    );
  }
  if ("steps" in entry) return <Steps {...entry.steps} />;
  const title = (
    <>
      {entry.label}{" "}
      <span class="muted">
        <Time at={entry.createdAt.toISOString()} />
      </span>
    </>
  );
  if ("picture" in entry) {
    const address = `/admin/evidence/${encodeURIComponent(entry.id)}`;
    return (
      <figure>
        <figcaption>Picture: {title}</figcaption>
        <a href={address}>
          <img src={address} alt={entry.label} loading="lazy" />
        </a>
      </figure>
    );
  }
  return (
    <details>
      <summary>Page: {title}</summary>
      <pre>{entry.html}</pre>
    </details>
  );
}

function Steps(attempt: AttemptSteps): VNode {
  const { started_at: startedAt, took_ms: tookMs, ending, hosts, notes, steps } = attempt;
  return (
    <>
      <p>
        Began <Time at={startedAt} />, took {seconds(tookMs)}, ended as <strong>{ending}</strong>.
      </p>
      <p class="muted">Hosts: {hosts.length === 0 ? "none" : hosts.join(", ")}</p>
      {notes.map((note) => (
        <p key={note} class="muted">
          Note: {note}
        </p>
      ))}
      <Table label="Steps" head={["At", "Took", "Step", "Saw"]}>
        {steps.map((step, at) => (
          <tr key={at} class={step.ok ? "ok" : "failed"}>
            <td>{seconds(step.at_ms)}</td>
            <td>{seconds(step.took_ms)}</td>
            <td>
              {step.ok ? "" : "✗ "}
              {step.name}
            </td>
            <td>
              {[...step.saw, ...(step.fault === undefined ? [] : [step.fault])].map((what, line) => (
                <div key={line}>{what}</div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

function Time({ at }: { at: string }): VNode {
  return <time datetime={at}>{at.replace("T", " ")}</time>;
}
