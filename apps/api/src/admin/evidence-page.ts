import type { EvidenceEntry } from "@cartwright/db";
import type { AttemptSteps } from "@cartwright/schemas";
import { escapeHtml, page } from "./pages.ts";

/** One thing that an attempt left behind, as far as it could be opened. */
export type ShownEvidence = Pick<EvidenceEntry, "id" | "fence" | "kind" | "label" | "createdAt"> &
  ({ steps: AttemptSteps } | { html: string } | { picture: true } | { fault: string });

/** What an order's attempts did and saw, the newest attempt first. A shop's page is shown as text, never as a page. */
export function evidencePage(orderId: string, evidence: readonly ShownEvidence[]): string {
  const fences = [...new Set(evidence.map(({ fence }) => fence))].sort((one, other) => other - one);
  const attempts = fences.map((fence) =>
    attemptOf(
      fence,
      evidence.filter((entry) => entry.fence === fence),
    ),
  );
  return page(
    "Evidence",
    `<main class="wide">
<header><h1>Evidence</h1><a href="/admin">Admin</a></header>
<p class="muted">Order <code>${escapeHtml(orderId)}</code>. What is personal was masked before it was kept.</p>
${attempts.length === 0 ? `<p>Nothing is kept of this order: it was not worked on, that was too long ago, or the workers have no sealing key.</p>` : attempts.join("\n")}
</main>`,
  );
}

function attemptOf(fence: number, evidence: readonly ShownEvidence[]): string {
  const stepsFirst = evidence.toSorted((one, other) => Number(other.kind === "steps") - Number(one.kind === "steps"));
  return `<section><h2>Attempt, fence ${fence}</h2>
${stepsFirst.map(entryOf).join("\n")}
</section>`;
}

function entryOf(entry: ShownEvidence): string {
  if ("fault" in entry) {
    return `<p class="fault">${escapeHtml(`${entry.kind}: ${entry.label}`)}: ${escapeHtml(entry.fault)}</p>`;
  }
  if ("steps" in entry) return stepsOf(entry.steps);
  const title = `${escapeHtml(entry.label)} <span class="muted">${time(entry.createdAt.toISOString())}</span>`;
  if ("picture" in entry) {
    const address = `/admin/evidence/${encodeURIComponent(entry.id)}`;
    return `<figure><figcaption>Picture: ${title}</figcaption><a href="${address}"><img src="${address}" alt="${escapeHtml(entry.label)}" loading="lazy"></a></figure>`;
  }
  return `<details><summary>Page: ${title}</summary><pre>${escapeHtml(entry.html)}</pre></details>`;
}

function stepsOf({ started_at: startedAt, took_ms: tookMs, ending, hosts, notes, steps }: AttemptSteps): string {
  const rows = steps.map(
    (step) => `<tr class="${step.ok ? "ok" : "failed"}"><td>${seconds(step.at_ms)}</td><td>${seconds(step.took_ms)}</td>
<td>${step.ok ? "" : "✗ "}${escapeHtml(step.name)}</td><td>${[...step.saw, ...(step.fault === undefined ? [] : [step.fault])].map((what) => `<div>${escapeHtml(what)}</div>`).join("")}</td></tr>`,
  );
  return `<p>Began ${time(startedAt)}, took ${seconds(tookMs)}, ended as <strong>${escapeHtml(ending)}</strong>.</p>
<p class="muted">Hosts: ${hosts.length === 0 ? "none" : hosts.map(escapeHtml).join(", ")}</p>
${notes.map((note) => `<p class="muted">Note: ${escapeHtml(note)}</p>`).join("")}
<div class="scroll"><table><thead><tr><th>At</th><th>Took</th><th>Step</th><th>Saw</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const time = (at: string): string => `<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace("T", " "))}</time>`;
