import { renderNarrow } from "./shell.tsx";

/** `next`: where somebody wanted to go who was not signed in. */
export function loginPage({ fault, next }: { fault?: string | undefined; next?: string | undefined }): string {
  return renderNarrow(
    "Sign in",
    <>
      <h1>Cartwright</h1>
      <p class="muted">Sign in to the admin area.</p>
      <form class="card" method="post" action="/admin/login">
        {fault === undefined ? null : (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <label for="user">User name</label>
        <input id="user" name="user" autocomplete="username" required autofocus />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        {next === undefined ? null : <input type="hidden" name="next" value={next} />}
        <button type="submit">Sign in</button>
      </form>
    </>,
  );
}
