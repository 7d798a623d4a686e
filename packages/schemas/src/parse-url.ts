/**
 * The URL that a text is; undefined where it is none.
 *
 * Not `URL.canParse`: in Node 20, once V8 has compiled its caller, it says false of any address with a letter like the ü of
 * `https://bücher.de` in it (V8 hands it Latin-1, it reads UTF-8).
 */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
