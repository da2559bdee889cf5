/* Key moments: effects on the outcome chosen, as dots with intervals and as a table. */
"use strict";

(function (journeymine) {
  const data = journeymine.data("effects");
  const outcome = document.getElementById("outcome");
  const kind = document.getElementById("kind");
  const host = document.getElementById("effects-plot");
  const table = document.getElementById("effects-table");
  const { say, mark } = journeymine;
  const KINDS = [mark("Touchpoints"), mark("Acts of the company"), mark("Friction"), mark("Barriers told of"), mark("Topics written about")]; // in the order of the data
  const FIELDS = ["ratio", "low", "high", "p", "q", "naive", "control", "controlLow", "controlHigh", "metAll", "met", "otherAll", "other", "isOnTheWay"];
  const SURE = 0.05;
  const DRAWN = 20;
  const WIDTH = 860, LABEL = 250, ROW = 26, TOP = 34;
  const TICKS = [0.02, 0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 100];
  if (!data || !outcome) return;

  const times = (value) => (value === null ? "–" : "×" + journeymine.number(value, value < 10 ? 2 : 0));
  const ends = (low, high) => say("{low} to {high}", { low: times(low), high: times(high) });
  const partOf = (part, whole) => say("{part} of {whole}", { part: journeymine.number(part), whole: journeymine.number(whole) });

  function read([place, customers, ...told]) {
    const [of, name] = data.names[place];
    const row = { kind: of, name, customers, isTold: told.length > 0 };
    FIELDS.forEach((field, index) => { row[field] = told[index]; });
    row.isSure = row.isTold && row.q < SURE;
    return row;
  }

  const readVerdict = (row) => {
    if (!row.isTold) return say("too few");
    if (!row.isSure) return say("no clear effect");
    if (row.isOnTheWay) return say("a step on the way");
    return row.ratio > 1 ? say("likelier") : say("less likely");
  };

  function fillTable(rows) {
    const body = document.createElement("tbody");
    for (const row of rows) {
      const line = body.insertRow();
      const add = (text, value, className = "n") => {
        const cell = line.insertCell();
        cell.className = className;
        if (value !== undefined) cell.dataset.value = value === null ? "" : value;
        cell.textContent = text;
      };
      const name = document.createElement("th");
      name.scope = "row";
      name.append(document.createElement("bdi"));
      name.firstChild.textContent = row.name;
      line.append(name);
      add(say(KINDS[row.kind]), undefined, "");
      const told = row.isTold ? row : {};
      const tell = (write, value) => add(row.isTold ? write() : "", row.isTold ? value : null);
      tell(() => times(row.ratio), told.ratio);
      tell(() => ends(row.low, row.high), told.low);
      tell(() => journeymine.number(row.p, 4), told.p);
      tell(() => journeymine.number(row.q, 4), told.q);
      add(readVerdict(row), undefined, "");
      add(journeymine.number(row.customers), row.customers);
      tell(() => partOf(row.met, row.metAll), told.met);
      tell(() => partOf(row.other, row.otherAll), told.other);
      tell(() => times(row.naive), told.naive);
      tell(() => (row.control === null ? "–" : `${times(row.control)} (${ends(row.controlLow, row.controlHigh)})`), told.control);
    }
    table.tBodies[0].replaceWith(body);
    for (const heading of table.tHead.rows[0].cells) heading.removeAttribute("aria-sort");
  }

  const make = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  function draw(rows, title) {
    const told = rows.filter((row) => row.isTold);
    const shown = told.slice().sort((a, b) => a.p - b.p).slice(0, DRAWN).sort((a, b) => b.ratio - a.ratio);
    host.hidden = !shown.length;
    const low = Math.max(0.02, Math.min(0.45, ...shown.map((row) => row.low)));
    const high = Math.min(150, Math.max(2.2, ...shown.map((row) => row.high)));
    const place = (value) => LABEL + 20 + ((WIDTH - LABEL - 40) * Math.log(Math.min(Math.max(value, low), high) / low)) / Math.log(high / low);
    const height = TOP + ROW * shown.length + 8;
    const label = journeymine.sayCount("{outcome}: odds ratio of {count} effect with its 95% interval; the table below holds the numbers", "{outcome}: odds ratios of {count} effects with 95% intervals; the table below holds the numbers", shown.length, { outcome: title });
    const picture = make("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "effects", role: "img", "aria-label": label, "font-size": 13 });
    for (const tick of TICKS.filter((each) => each >= low && each <= high)) {
      picture.append(make("line", { x1: place(tick), x2: place(tick), y1: TOP - 6, y2: height - 4, stroke: tick === 1 ? "var(--quiet)" : "var(--line)", "stroke-dasharray": tick === 1 ? "4 3" : "none" }));
      picture.append(make("text", { x: place(tick), y: 20, "text-anchor": "middle", fill: "var(--quiet)" }, "×" + journeymine.number(tick, tick < 0.1 || tick === 0.25 ? 2 : tick < 1 ? 1 : 0)));
    }
    shown.forEach((row, index) => {
      const isGood = row.ratio > 1 !== data.bad.includes(outcome.value);
      const colour = `var(--${!row.isSure ? "other" : isGood ? "good" : "bad"})`;
      const y = TOP + ROW * index + ROW / 2;
      const dot = make("g", {});
      dot.append(make("title", {}, `${row.name}: ${times(row.ratio)} (${ends(row.low, row.high)})`));
      dot.append(make("text", { x: LABEL - 12, y: y + 4.5, "text-anchor": "end", fill: "var(--ink)" }, row.name.length > 34 ? row.name.slice(0, 33) + "…" : row.name));
      dot.append(make("line", { x1: place(row.low), x2: place(row.high), y1: y, y2: y, stroke: colour, "stroke-width": 2.4, "stroke-linecap": "round" }));
      dot.append(make("circle", { cx: place(row.ratio), cy: y, r: 5.2, fill: row.isSure ? colour : "var(--panel)", stroke: colour, "stroke-width": 2.2 }));
      picture.append(dot);
    });
    host.replaceChildren(picture);
  }

  function show() {
    const rows = data.outcomes[outcome.value].map(read).filter((row) => kind.value === "" || row.kind === Number(kind.value));
    fillTable(rows);
    draw(rows, outcome.selectedOptions[0].textContent);
  }

  outcome.addEventListener("change", show);
  kind.addEventListener("change", show);
  show();
})(window.journeymine);
