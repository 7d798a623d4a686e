/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The little of Markdown that the document's words are written in: `code`, **bold**, paragraphs and lists. */
export function proseHtml(markdown: string): string {
  return markdown
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split("\n");
      if (!lines.every((line) => line.startsWith("- "))) return `<p>${wordsHtml(block)}</p>`;
      return `<ul>${lines.map((line) => `<li>${wordsHtml(line.slice(2))}</li>`).join("")}</ul>`;
    })
    .join("\n");
}

/** One line of it, without a paragraph around it. */
export function wordsHtml(markdown: string): string {
  return escapeHtml(markdown)
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>")
    .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>");
}
