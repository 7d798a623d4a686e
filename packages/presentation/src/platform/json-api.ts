/** A resource with those that it is related to, as far as they are known: what a document is made of. */
export interface Resource {
  type: string;
  id: string;
  attributes: Record<string, unknown>;
  /** Read when they are asked for: an order's line leads back to its order. */
  relationships: Record<string, () => Resource | readonly Resource[] | null>;
}

interface Linkage {
  id: string;
  type: string;
}

/** A resource as a document has it. */
export interface DocumentedResource extends Linkage {
  attributes: Record<string, unknown>;
  relationships: Record<string, { data: Linkage | Linkage[] | null }>;
}

export interface DocumentOptions {
  /** Paths of relationships whose resources come along, each as a list of names. */
  include?: readonly (readonly string[])[] | undefined;
  /** By type: the fields that are shown of it. A type that is not named shows all. */
  fields?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}

export interface Documented<Data> {
  data: Data;
  /** Absent where nothing was asked for. */
  included?: DocumentedResource[];
}

/** A document about one resource. */
export function toDocument(resource: Resource, options: DocumentOptions = {}): Documented<DocumentedResource> {
  return { data: show(resource, options), ...includedOf([resource], options) };
}

/** A document about a list of them. */
export function toListDocument(
  resources: readonly Resource[],
  options: DocumentOptions = {},
): Documented<DocumentedResource[]> {
  return { data: resources.map((resource) => show(resource, options)), ...includedOf(resources, options) };
}

function show({ type, id, attributes, relationships }: Resource, { fields }: DocumentOptions): DocumentedResource {
  const wanted = fields?.get(type);
  const isShown = ([name]: [string, unknown]): boolean => wanted?.has(name) !== false;
  return {
    id,
    type,
    attributes: Object.fromEntries(Object.entries(attributes).filter(isShown)),
    relationships: Object.fromEntries(
      Object.entries(relationships)
        .filter(isShown)
        .map(([name, related]) => [name, { data: linkageOf(related()) }]),
    ),
  };
}

function linkageOf(related: Resource | readonly Resource[] | null): Linkage | Linkage[] | null {
  if (related === null) return null;
  return "type" in related ? toLinkage(related) : related.map(toLinkage);
}

const toLinkage = ({ id, type }: Resource): Linkage => ({ id, type });

/** Everything on the ways that were asked for, each resource once, and none that the document is about. */
function includedOf(primary: readonly Resource[], options: DocumentOptions): { included?: DocumentedResource[] } {
  const { include = [] } = options;
  if (include.length === 0) return {};
  const known = new Set(primary.map(keyOf));
  const included: DocumentedResource[] = [];
  for (const path of include) {
    let at: readonly Resource[] = primary;
    for (const name of path) {
      at = at.flatMap((resource) => relatedOf(resource, name));
      for (const resource of at) {
        if (known.has(keyOf(resource))) continue;
        known.add(keyOf(resource));
        included.push(show(resource, options));
      }
    }
  }
  return { included };
}

function relatedOf({ relationships }: Resource, name: string): readonly Resource[] {
  const related = relationships[name]?.() ?? [];
  return "type" in related ? [related] : related;
}

const keyOf = ({ type, id }: Resource): string => `${type} ${id}`;
