/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-argument, typescript/no-unsafe-return -- it runs in the page, and JavaScript has no types to check. */
"use strict";

// Tries requests: to where this page came from, and to nowhere else.
(() => {
  const MAX_SHOWN = 200_000;
  const keyInput = document.querySelector(".key input");
  const menu = document.querySelector(".menu");
  const isNarrow = matchMedia("(max-width: 60rem)");

  keyInput.value = sessionStorage.getItem("cartwright-key") ?? "";
  keyInput.form.addEventListener("submit", (event) => event.preventDefault());
  keyInput.addEventListener("input", () => {
    sessionStorage.setItem("cartwright-key", keyInput.value.trim());
  });

  const foldMenu = () => {
    menu.open = !isNarrow.matches;
  };
  isNarrow.addEventListener("change", foldMenu);
  foldMenu();
  menu.addEventListener("click", (event) => {
    const isSummary = event.target.closest("summary")?.parentElement === menu;
    // On a wide screen it is always open; on a narrow one, choosing closes it.
    if (isSummary && !isNarrow.matches) event.preventDefault();
    if (event.target.closest("a") !== null && isNarrow.matches) menu.open = false;
  });

  /** Opens the schema that a link leads to, and the part of the menu that it is in. */
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.scrollIntoView();
    }
    const chapter = target?.closest(".chapter");
    if (chapter !== undefined && chapter !== null) openChapter(chapter.id);
  };

  // The face that is being read is open in the menu; a reader of one face does not look for his paths among those of the others.
  const chapterMenus = [...menu.querySelectorAll(".chapter-menu")];
  let read;
  const openChapter = (id) => {
    if (id === read) return;
    read = id;
    for (const one of chapterMenus) one.open = one.dataset.chapter === id;
  };
  /** The menu alone is scrolled: the page may be on its way to somewhere. */
  const showInMenu = (link) => {
    const nav = menu.parentElement;
    const [frame, box] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) nav.scrollTop += box.top - frame.top - frame.height / 3;
  };
  const links = new Map([...menu.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        const chapter = target.closest(".chapter");
        if (chapter !== null) openChapter(chapter.id);
        const link = links.get(target.id === "" ? chapter?.id : target.id);
        link?.setAttribute("aria-current", "true");
        if (link !== undefined) showInMenu(link);
      }
    },
    { rootMargin: "-10% 0px -80% 0px" },
  );
  for (const section of document.querySelectorAll("main > header, .chapter > .prose, .operation, .group[id]")) {
    seen.observe(section);
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  /** What the form asks for. */
  function requestOf(form) {
    const { method, path } = form.closest(".operation").dataset;
    const query = new URLSearchParams();
    const headers = {};
    let target = path;
    for (const { name, value, dataset } of form.querySelectorAll("input")) {
      const given = value.trim();
      if (dataset.in === "path")
        target = target.replace(`{${name}}`, given === "" ? `{${name}}` : encodeURIComponent(given));
      if (given === "") continue;
      if (dataset.in === "query") query.append(name, given);
      if (dataset.in === "header") headers[name] = given;
    }
    const body = form.elements.body?.value;
    if (body !== undefined) headers["Content-Type"] = form.dataset.type;
    const search = query.toString();
    return { method: method.toUpperCase(), url: `${target}${search === "" ? "" : `?${search}`}`, headers, body };
  }

  /** What is no JSON stays as it is. */
  function respaced(text, spaces) {
    try {
      return JSON.stringify(JSON.parse(text), null, spaces);
    } catch {
      return text;
    }
  }
  const pretty = (text) => respaced(text, 2);
  const compact = (text) => respaced(text, 0);

  const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

  const wantsKey = (form) => form.closest(".operation").querySelector(".scope").textContent !== "no key";

  function showCurl(form) {
    const { method, url, headers, body } = requestOf(form);
    const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${quoted(location.origin + url)}`];
    // The key itself stays out of what is copied, and into which history.
    if (wantsKey(form)) lines.push(String.raw`-H "Authorization: Bearer $CARTWRIGHT_KEY"`);
    for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (body !== undefined) lines.push(`-d ${quoted(compact(body))}`);
    form.querySelector(".curl").textContent = lines.join(" \\\n  ");
  }

  async function send(form) {
    const { method, url, headers, body } = requestOf(form);
    const key = keyInput.value.trim();
    if (key !== "" && wantsKey(form)) headers.Authorization = `Bearer ${key}`;
    const outcome = form.querySelector(".outcome");
    const [line, shown] = [outcome.querySelector(".line"), outcome.querySelector("pre")];
    outcome.hidden = false;
    line.textContent = "…";
    shown.textContent = "";
    const startedAt = performance.now();
    const response = await fetch(url, { method, headers, body, cache: "no-store" });
    line.className = `line ${response.ok ? "good" : "bad"}`;
    const tell = () => {
      line.textContent = `${response.status} ${response.statusText} · ${Math.round(performance.now() - startedAt)} ms · ${response.headers.get("x-request-id") ?? ""}`;
    };
    tell();
    // Bit by bit: a stream of events has no end to wait for.
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader.read()) {
      text += part.value;
      shown.textContent = text.slice(-MAX_SHOWN);
    }
    tell();
    shown.textContent = pretty(text).slice(0, MAX_SHOWN) || "(no body)";
  }

  async function copy(form, button) {
    await navigator.clipboard.writeText(form.querySelector(".curl").textContent);
    button.textContent = "Copied";
  }

  for (const form of document.querySelectorAll(".try form")) {
    showCurl(form);
    form.addEventListener("input", () => showCurl(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      send(form)
        .catch((error) => {
          form.querySelector(".outcome .line").textContent = `No answer: ${error.message}`;
        })
        .finally(() => {
          button.disabled = false;
        });
    });
    form.querySelector(".copy").addEventListener("click", (event) => void copy(form, event.target));
  }
})();
