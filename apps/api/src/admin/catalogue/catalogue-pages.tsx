import type { CatalogueProduct, CountedSupplier, SupplierRow } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { Facts, factsOf } from "../facts.tsx";
import type { Visitor } from "../session.ts";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";

/** Who sells what the other two faces order by id. */
export function cataloguePage(suppliers: readonly CountedSupplier[], visitor: Visitor): VNode {
  return (
    <>
      <h1>Catalogue</h1>
      {mayDo(visitor.role, "admin") ? (
        <p>
          <a href="/admin/catalogue/import">Import a file</a>
        </p>
      ) : null}
      {suppliers.length === 0 ? (
        <p>The catalogue is empty.</p>
      ) : (
        <Table label="Suppliers" head={["Supplier", "For", "Products", "Variants", "Changed", "State"]}>
          {suppliers.map(({ supplier, products, variants }) => (
            <tr key={supplier.id}>
              <td>
                <a href={`/admin/catalogue/${supplier.id}`}>{supplier.name}</a> <span class="muted">{supplier.id}</span>
              </td>
              <td>{supplier.mode} keys</td>
              <td class="money">{products}</td>
              <td class="money">{variants}</td>
              <td>
                <Time at={supplier.updatedAt} />
              </td>
              <td>{supplier.isAvailable ? "takes orders" : "takes no orders"}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

interface SupplierModel {
  supplier: SupplierRow;
  products: readonly CatalogueProduct[];
  total: number;
  /** Where the next page starts; undefined: this is the last one. */
  next: number | undefined;
}

const HEAD = ["Product", "SKU", "Id", "Price", "Available", "Choices", "Bought at"];

export function supplierPage({ supplier, products, total, next }: SupplierModel): VNode {
  return (
    <>
      <h1>{supplier.name}</h1>
      <Terms supplier={supplier} />
      <h2>
        {total} {total === 1 ? "product" : "products"} that can be ordered
      </h2>
      {products.length === 0 ? null : (
        <Table label="Products" head={HEAD}>
          {products.flatMap((product) => product.variants.map((variant, at) => variantLine(product, variant, at)))}
        </Table>
      )}
      {next === undefined ? null : (
        <p>
          <a href={`/admin/catalogue/${supplier.id}?from=${next}`}>More products</a>
        </p>
      )}
    </>
  );
}

function variantLine(product: CatalogueProduct, variant: CatalogueProduct["variants"][number], at: number): VNode {
  return (
    <tr key={variant.id}>
      <td>
        {at > 0 ? null : (
          <>
            {product.name} <span class="muted">{product.id}</span>
          </>
        )}
      </td>
      <td>{variant.sku}</td>
      <td class="money">{variant.id}</td>
      <td class="money">{formatUsd(variant.priceCents)}</td>
      <td class="money">{variant.available ?? "any number"}</td>
      <td>{variant.choices.map(({ label, value }) => `${label}: ${value}`).join(", ")}</td>
      <td>{variant.url}</td>
    </tr>
  );
}

function Terms({ supplier }: { supplier: SupplierRow }): VNode {
  const perItem = supplier.shippingPerItemCents;
  const terms: [string, string][] = [
    ["Id", supplier.id],
    ["For", `${supplier.mode} keys`],
    ["State", supplier.isAvailable ? "takes orders" : "takes no orders"],
    ["Address", supplier.address ?? "none"],
    ["Minimum order", formatUsd(supplier.minimumOrderCents)],
    ["Shipping", `${formatUsd(supplier.shippingCents)}${perItem === 0 ? "" : ` and ${formatUsd(perItem)} a piece`}`],
    ["Tax allowance", `${supplier.taxAllowanceBp / 100} %`],
  ];
  return <Facts>{factsOf(terms)}</Facts>;
}
