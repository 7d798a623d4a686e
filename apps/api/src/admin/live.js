/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-argument, typescript/no-unsafe-return -- it runs in the page, and JavaScript has no types to check. */
"use strict";

// Draws the page anew: when the server says that what it shows has changed, or every few seconds. What somebody is just typing or has
// selected is left alone until they are done, and what they have opened stays open.
(() => {
  const BUSY_MS = 2_000;
  const ANSWER_WITHIN_MS = 10_000;
  const main = document.querySelector("#main");
  let later;

  async function drawAnew() {
    clearTimeout(later);
    const fresh = isBusy() ? undefined : await load().catch(sayOld);
    if (isBusy()) later = setTimeout(drawAnew, BUSY_MS);
    else if (fresh !== undefined) show(fresh);
  }

  async function load() {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
    // The session is over: the page itself is sent to the login.
    if (answer.redirected) location.reload();
    else if (!answer.ok) throw new Error(`the page was answered with ${answer.status}`);
    else return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
    return undefined;
  }

  function show(fresh) {
    const nameOf = (details) => details.querySelector("summary")?.textContent;
    const open = new Set([...main.querySelectorAll("details[open]")].map(nameOf));
    for (const details of fresh.querySelectorAll("details")) details.open ||= open.has(nameOf(details));
    main.replaceChildren(...fresh.childNodes);
  }

  function isBusy() {
    const isFilledIn = (field) =>
      field.type === "radio" || field.type === "checkbox"
        ? field.checked !== field.defaultChecked
        : field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
    const fields = [...main.querySelectorAll("input, textarea")];
    return main.querySelector("form :focus") !== null || !getSelection().isCollapsed || fields.some(isFilledIn);
  }

  // A page that says that all is well must not go on saying so when nobody answers any more.
  function sayOld() {
    if (main.querySelector(".old") !== null) return;
    const old = document.createElement("p");
    old.className = "fault old";
    old.setAttribute("role", "alert");
    old.textContent = `No answer since ${new Date().toLocaleTimeString()}: what stands here is old.`;
    main.prepend(old);
  }

  const live = document.querySelector("[data-live]");
  if (live !== null) {
    let isFirst = true;
    new EventSource(live.dataset.live).addEventListener("changed", ({ data }) => {
      // The first one tells how it is, and that is how the page was drawn, unless something happened in between.
      const isAsDrawn = isFirst && JSON.parse(data).events === Number(live.dataset.events);
      isFirst = false;
      if (!isAsDrawn) void drawAnew();
    });
  }

  const every = document.querySelector("[data-draw-every-s]")?.dataset.drawEveryS;
  if (every !== undefined) {
    setInterval(
      () => {
        if (document.visibilityState === "visible") void drawAnew();
      },
      Number(every) * 1_000,
    );
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void drawAnew();
    });
  }
})();
