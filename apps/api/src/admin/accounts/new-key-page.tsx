import type { KeyMode } from "@cartwright/schemas";
import type { VNode } from "preact";

interface NewKeyModel {
  accountId: string;
  accountName: string;
  mode: KeyMode;
  id: string;
  key: string;
}

/** The only time that anybody sees it. */
export function newKeyPage({ accountId, accountName, mode, id, key }: NewKeyModel): VNode {
  return (
    <>
      <h1>A new {mode} key</h1>
      <p>
        Of the account <strong>{accountName}</strong>. Copy it now: only its hash is kept, so nobody can show it again.
      </p>
      <p class="secret">
        <code id="key">{key}</code>
      </p>
      <p class="muted">
        Its id: <code>{id}</code>. Loading this page again would make another key.
      </p>
      <p>
        <a href={`/admin/accounts/${accountId}`}>Back to the account</a>
      </p>
    </>
  );
}
