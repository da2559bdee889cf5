/* The journey map: which map and lanes are shown, and how much of them (kept in the hash); the drawer with evidence and touchpoint cards. */
"use strict";

(function (journeymine) {
  const { say, sayCount, mark, number } = journeymine;
  const form = document.getElementById("controls");
  const first = document.querySelector(".jmap");
  if (!first) return; // no map has as many customers as may be told
  const keys = journeymine.data("maps");
  const folded = journeymine.data("folded");
  const drawn = [first];
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const title = document.getElementById("drawer-title");
  const evidence = journeymine.data("evidence") || { tables: [], lines: [], items: [] };
  const cards = journeymine.data("cards") || {};
  const kinds = journeymine.data("kinds") || {};
  const PARTS = { action: mark("What they do"), question: mark("What they ask"), thought: mark("What they think"), feeling: mark("What they feel") };
  const SOURCES = { reported: mark("reported: customers said it"), inferred: mark("inferred: read off behaviour"), modelled: mark("modelled: estimated by a model"), measured: mark("measured: counted") };
  /** How many items of a cell are shown at a glance; other lanes show one. */
  const AT_A_GLANCE = { steps: 4, channels: 2, owner: 2, pains: 2, key_moments: 2, metrics: 3, planned: 2 };
  const HEADLINES = ["continued_share", "stay_seconds", "nps", "csat", "ces"];
  const chosen = { persona: "all", scenario: "all", view: "actual", density: "glance", hidden: [] };
  const listed = new WeakMap(); // the items of each cell in their order
  let opener = null;

  function readHash() {
    const given = new URLSearchParams(window.location.hash.slice(1));
    chosen.persona = given.get("persona") || "all";
    chosen.scenario = given.get("scenario") || "all";
    chosen.view = given.get("view") === "planned" ? "planned" : "actual";
    chosen.density = given.get("density") === "full" ? "full" : "glance";
    chosen.hidden = (given.get("without") || "").split(",").filter(Boolean);
  }

  function writeHash() {
    const state = new URLSearchParams();
    if (chosen.persona !== "all") state.set("persona", chosen.persona);
    if (chosen.scenario !== "all") state.set("scenario", chosen.scenario);
    if (chosen.view !== "actual") state.set("view", chosen.view);
    if (chosen.density !== "glance") state.set("density", chosen.density);
    if (chosen.hidden.length) state.set("without", chosen.hidden.join(","));
    window.history.replaceState(null, "", "#" + state.toString());
  }

  const find = (persona, scenario) => keys.findIndex((key) => key[0] === persona && key[1] === scenario);

  /** A map's markup, put together of the shapes and texts that maps share: every text in it was escaped when written. */
  function draw(place) {
    const numbers = folded.parts[place - 1];
    const written = [];
    for (let next = 0; next < numbers.length; ) {
      const shape = folded.shapes[numbers[next++]];
      written.push(shape[0]);
      for (const piece of shape.slice(1)) written.push(folded.texts[numbers[next++]], piece);
    }
    const holder = document.createElement("template");
    holder.innerHTML = written.join("");
    const map = holder.content.querySelector(".jmap");
    first.after(map);
    return map;
  }

  function show() {
    const places = [find(chosen.persona, chosen.scenario), find(chosen.persona, "all"), 0];
    const place = places.find((one) => one >= 0);
    [chosen.persona, chosen.scenario] = keys[place];
    drawn[place] = drawn[place] || draw(place);
    const map = drawn[place];
    for (const other of drawn) if (other) other.hidden = other !== map;
    for (const option of form.elements.scenario.options) option.disabled = find(chosen.persona, option.value) < 0;
    form.elements.persona.value = chosen.persona;
    form.elements.scenario.value = chosen.scenario;
    if (form.elements.view) form.elements.view.value = chosen.view;
    form.elements.density.value = chosen.density;
    map.classList.toggle("glance", chosen.density === "glance");
    for (const box of form.querySelectorAll("[name=lane]")) box.checked = !chosen.hidden.includes(box.value);
    for (const row of map.querySelectorAll(".lane")) {
      const lane = row.dataset.lane;
      row.hidden = lane === "planned" ? chosen.view !== "planned" : chosen.hidden.includes(lane);
      for (const cell of row.querySelectorAll(".cell:not(.bare)")) fold(cell, lane, Number(row.dataset.shown));
    }
    for (const button of map.querySelectorAll(".ev:not([aria-label])")) button.setAttribute("aria-label", say("Evidence of {what}: {n}", { what: nameItem(button), n: button.textContent }));
    fit();
  }

  /** Show the first items of a cell; the others open by a click. At a glance figures that stand in the head come last. */
  function fold(cell, lane, shown) {
    if (!listed.has(cell)) listed.set(cell, Array.from(cell.querySelectorAll(".item")));
    let items = listed.get(cell);
    let limit = shown;
    if (chosen.density === "glance") {
      limit = AT_A_GLANCE[lane] || 1;
      const headline = (item) => lane !== "metrics" || HEADLINES.includes(item.dataset.metric);
      const ahead = items.filter(headline);
      limit = Math.min(limit, Math.max(ahead.length, 1));
      items = [...ahead, ...items.filter((item) => !headline(item))];
    }
    const first = cell.querySelector(".items");
    let more = cell.querySelector(".more");
    if (items.length > limit && !more) {
      more = make("details", undefined, "more");
      more.append(make("summary"), make("ul", undefined, "items"));
      first.after(more);
    }
    first.append(...items.slice(0, limit));
    if (!more) return;
    more.lastElementChild.append(...items.slice(limit));
    more.firstElementChild.textContent = sayCount("{count} more", "{count} more", items.length - limit);
    if (items.length <= limit) more.remove();
  }

  function nameItem(button) {
    const name = button.closest(".item").querySelector("bdi, .figure-name");
    return name ? name.textContent.trim() : button.closest("td").dataset.label;
  }

  function fit() {
    for (const box of document.querySelectorAll(".jmap:not([hidden]) .jscroll")) {
      box.classList.remove("fits");
      box.classList.toggle("fits", box.scrollWidth <= box.clientWidth + 1);
    }
  }

  function make(name, text, className) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function open(heading, parts, from) {
    if (opener) opener.setAttribute("aria-expanded", "false");
    title.textContent = heading;
    body.replaceChildren(...parts);
    drawer.hidden = false;
    opener = from;
    opener.setAttribute("aria-expanded", "true");
    document.getElementById("drawer-close").focus();
  }

  function close() {
    if (drawer.hidden) return;
    drawer.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  /** A query's table, text and n; its lines are shared with other queries. */
  function findEvidence(place) {
    const found = evidence.items[place];
    return found ? [evidence.tables[found[0]], found[1].map((line) => evidence.lines[line]).join("\n"), found[2]] : null;
  }

  function describe(entries) {
    const list = make("dl");
    for (const [term, text] of entries) list.append(make("dt", term), make("dd", text));
    return list;
  }

  function makeCopy(query) {
    const button = make("button", say("Copy SQL"));
    button.type = "button";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(query);
        button.textContent = say("Copied");
      } catch (error) {
        const range = document.createRange(); // clipboards may be closed to local files: select it instead
        range.selectNodeContents(body.querySelector("pre"));
        window.getSelection().removeAllRanges();
        window.getSelection().addRange(range);
        button.textContent = say("Selected: press Ctrl+C");
      }
    });
    return button;
  }

  function showEvidence(button) {
    const found = findEvidence(button.dataset.e);
    if (!found) return;
    const [table, query, n] = found;
    const kind = Object.keys(SOURCES).find((name) => button.classList.contains("ev-" + name));
    const cell = button.closest("td");
    const map = button.closest(".jmap");
    const stage = map ? map.querySelectorAll(".chevron-name")[cell.dataset.stage].textContent.trim() : "";
    const pre = make("pre");
    pre.append(make("code", query));
    const heading = nameItem(button);
    const facts = [[say("Table"), table], ["n", number(n)], [say("Window"), document.querySelector(".window").textContent], [say("Kind"), kind ? say(SOURCES[kind]) : "–"]];
    const cover = button.closest(".item").querySelector(".cover");
    if (cover) facts.splice(2, 0, [say("Of the stage’s customers"), cover.textContent + (cover.title ? " (" + cover.title + ")" : "")]);
    if (stage) facts.unshift([say("Cell"), stage + " · " + cell.dataset.label]);
    open(heading, [describe(facts), make("h3", say("Query, as it runs on the night’s database")), pre, makeCopy(query)], button);
  }

  function makePart([part, content, kind, value, low, high, n, id], name) {
    const box = make("div", undefined, "card-part");
    const line = make("p");
    const text = make("bdi", part === "feeling" ? number(value, 2) : part === "action" ? name : "“" + content + "”");
    line.append(text);
    if (part === "feeling") line.append(" ", make("span", say("{low} to {high}", { low: number(low, 2), high: number(high, 2) }), "times"));
    if (part === "action" && value !== null) line.append(" · ", say("{share} of the stage’s customers", { share: journeymine.share(value) }));
    const meta = make("p", undefined, "meta");
    if (kind && kinds[kind]) meta.append(make("span", kinds[kind], "chip"));
    meta.append(make("span", "n " + number(n)));
    const details = make("details");
    const query = (findEvidence(id) || ["", ""])[1];
    const pre = make("pre");
    pre.append(make("code", query));
    details.append(make("summary", say("Query")), pre);
    box.append(line, meta);
    if (query) box.append(details);
    return box;
  }

  function showCard(button) {
    const map = button.closest(".jmap");
    const parts = (cards[map.id] || {})[button.dataset.place] || [];
    const name = button.textContent.trim();
    const shown = [];
    for (const part of Object.keys(PARTS)) {
      const own = parts.filter((entry) => entry[0] === part);
      shown.push(make("h3", say(PARTS[part])));
      if (own.length) shown.push(...own.map((entry) => makePart(entry, name)));
      else shown.push(make("p", say("not evidenced"), "nothing"));
    }
    const owner = parts.map((entry) => entry[8]).find(Boolean);
    if (owner) shown.push(make("h3", say("Owner")), make("p", owner));
    open(name, shown, button);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".ev");
    if (button) showEvidence(button);
    const place = event.target.closest(".open-card");
    if (place) showCard(place);
    if (!event.target.closest(".lanes-menu")) document.querySelector(".lanes-menu").open = false;
  });
  document.getElementById("drawer-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  form.addEventListener("change", () => {
    chosen.persona = form.elements.persona.value;
    chosen.scenario = form.elements.scenario.value;
    if (form.elements.view) chosen.view = form.elements.view.value;
    chosen.density = form.elements.density.value;
    chosen.hidden = Array.from(form.querySelectorAll("[name=lane]:not(:checked)"), (box) => box.value);
    show();
    writeHash();
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  window.addEventListener("hashchange", () => {
    readHash();
    show();
  });
  window.addEventListener("resize", fit);

  form.hidden = false;
  readHash();
  show();
})(window.journeymine);
