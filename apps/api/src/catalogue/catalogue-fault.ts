/** What is wrong in a catalogue, by where in its `CatalogueFile`: `["suppliers", 0, "name"]`. */
export interface PathFault {
  path: readonly PropertyKey[];
  message: string;
  received?: unknown;
  expected?: string | undefined;
}

/** What is wrong in a file, and where: for whoever has it open in an editor. */
export interface CatalogueFault {
  /** From 1; null where the whole file is meant. */
  line: number | null;
  /** The column of a CSV, the path in JSON. */
  field: string;
  message: string;
  received?: unknown;
  expected?: string | undefined;
}

/** A catalogue as it was read, before anybody judged it. */
export interface CatalogueSource {
  raw: unknown;
  /** What could not be read: reported whatever the rest is like. */
  faults: CatalogueFault[];
  /** True of a place that was not read: that it is missing there is no fault of its own. */
  isUnread: (path: readonly PropertyKey[]) => boolean;
  placeOf: (path: readonly PropertyKey[]) => Pick<CatalogueFault, "line" | "field">;
}

/** `line 4, price_cents: looks like an amount in dollars. Received: "12.99". Expected: …` */
export function describeFault({ line, field, message, received, expected }: CatalogueFault): string {
  const where = [...(line === null ? [] : [`line ${line}`]), ...(field === "" ? [] : [field])].join(", ");
  const what = [
    ...(received === undefined ? [] : [` Received: ${JSON.stringify(received)}.`]),
    ...(expected === undefined ? [] : [` Expected: ${expected}.`]),
  ];
  return `${where === "" ? "" : `${where}: `}${message}.${what.join("")}`;
}
