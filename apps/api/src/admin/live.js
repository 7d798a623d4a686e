/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-argument, typescript/no-unsafe-return -- it runs in the page, and JavaScript has no types to check. */
"use strict";

// Draws the page anew when the server says that what it shows has changed. What somebody is just typing is left alone.
(() => {
  const live = document.querySelector("[data-live]");
  if (live === null) return;
  const source = new EventSource(live.dataset.live);
  let isFirst = true;
  source.addEventListener("changed", async ({ data }) => {
    // The first one tells how it is, and that is how the page was drawn, unless something happened in between.
    const isAsDrawn = isFirst && JSON.parse(data).events === Number(live.dataset.events);
    isFirst = false;
    if (isAsDrawn) return;
    const main = document.querySelector("#main");
    if (main.querySelector("form :focus") !== null) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
    if (fresh !== null) main.replaceChildren(...fresh.childNodes);
  });
})();
