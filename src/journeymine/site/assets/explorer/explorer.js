/* The explorer's page: controls and hash to state, state to picture, table, sentence and files. */
"use strict";

(function (journeymine) {
  const data = journeymine.data("paths");
  const form = document.getElementById("controls");
  const host = document.getElementById("sankey");
  const selection = document.getElementById("selection");
  const { say, tellName } = journeymine;
  const HEIGHT = 600;
  const isPlace = (key) => key >= 0 && key !== data.skipped; // a gap in a long path is nowhere to start from
  const places = data.touchpoints.filter((_, key) => isPlace(key)).map((touchpoint) => touchpoint.name);
  const known = { unit: Object.keys(data.units), anchor: places, channel: data.channels, goal: data.goals, status: data.statuses, from: data.months, to: data.months, segment: data.segments, product: data.products, businessUnit: data.businessUnits };
  const segmentNames = journeymine.data("segments");
  let state;
  let current = null; // { graph, place, grouped, linkCounts, view, svg }; null where too few journeys are left to draw
  let chosen = null; // the node or link whose journeys are followed

  const FILTERS = ["anchor", "channel", "goal", "status", "from", "to", "segment", "product", "businessUnit", "collapse"];
  const isUnfiltered = () => state.unit === "journey" && state.direction === "after" && FILTERS.every((name) => !state[name]);

  function draw() {
    chosen = null;
    selection.hidden = true;
    const aligned = journeymine.alignPaths(data, state);
    const counts = data.firstLinks && isUnfiltered() ? journeymine.countFirstLinks(data.firstLinks, state.steps) : journeymine.countLinks(aligned);
    const total = counts.columns.length ? Array.from(counts.columns[0].values()).reduce((sum, count) => sum + count, 0) : 0;
    current = null;
    host.replaceChildren();
    if (total >= data.minimumCell) {
      const shown = journeymine.chooseShown(counts.columns, state, data.minimumCell);
      const graph = journeymine.groupCounts(counts, shown);
      const place = journeymine.placeGraph(graph, host.clientWidth - 28, HEIGHT, state.direction === "before");
      const grouped = journeymine.groupPaths(aligned, shown);
      const view = journeymine.makeView(data, state, total, place.totals);
      const linkCounts = new Map(journeymine.countLinks(grouped).links.flatMap((links, column) => Array.from(links, ([pair, count]) => [`${column}:${pair.replace(",", ">")}`, count])));
      current = { graph, place, grouped, linkCounts, view, svg: journeymine.drawSankey(host, graph, place, view) };
      listen();
    }
    document.getElementById("summary").textContent = journeymine.describeState(data, state, total, current);
    fillTable();
    journeymine.explorer = { state, counts, total, current }; // for tests and for the curious
  }

  const listLinks = () => (current ? journeymine.listLinks(current.graph, current.view, data.minimumCell) : []);

  function fillTable() {
    const head = document.createElement("thead");
    const line = head.insertRow();
    journeymine.linkHeadings(state).forEach((heading, index) => {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = index > 2 ? "n" : "";
      cell.textContent = heading;
      line.append(cell);
    });
    const body = document.createElement("tbody");
    for (const cells of listLinks()) {
      const row = body.insertRow();
      cells.forEach((text, index) => {
        const cell = row.insertCell();
        cell.className = index > 2 ? "n" : "";
        cell.textContent = text;
      });
    }
    document.getElementById("links").replaceChildren(head, body);
  }

  function follow(target) {
    if (!current) return; // a picture that is being replaced still loses focus and pointer
    const traced = target ? journeymine.traceThrough(current.grouped, target) : null;
    journeymine.showTrace(current.svg, current.graph, current.view, traced, current.linkCounts);
  }

  function find(element) {
    const marked = element.closest("[data-id]");
    const isMarked = (thing) => thing.id === marked.dataset.id;
    return marked ? current.graph.nodes.find(isMarked) || current.graph.links.find(isMarked) : null;
  }

  function makeButton(text, change) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => update(change));
    return button;
  }

  function choose(target) {
    if (target && target.key === journeymine.OTHER && !state.open.includes(target.column)) {
      update({ open: state.open.concat(target.column).sort() });
      return;
    }
    chosen = chosen && target && chosen.id === target.id ? null : target;
    follow(chosen);
    selection.hidden = !chosen;
    if (!chosen) return;
    const isNode = chosen.key !== undefined;
    const title = document.createElement("h3");
    title.textContent = isNode ? current.view.nameOf(chosen.key) : current.view.pairOf(chosen);
    const text = document.createElement("p");
    text.textContent = current.view.describe(chosen);
    const actions = document.createElement("p");
    actions.className = "buttons";
    if (isNode && isPlace(chosen.key)) {
      const anchor = data.touchpoints[chosen.key].name;
      actions.append(makeButton(say("What happens after it"), { direction: "after", anchor, open: [] }), makeButton(say("What leads to it"), { direction: "before", anchor, open: [] }));
    }
    const { column } = chosen;
    if (state.open.includes(column)) actions.append(makeButton(say("Close “other” again"), { open: state.open.filter((open) => open !== column) }));
    selection.replaceChildren(title, text, actions);
  }

  /** The node an arrow key leads to: the neighbour in the column, or the far end of the widest ribbon. */
  function step(node, key) {
    const { nodes, links } = current.graph;
    const column = nodes.filter((other) => other.column === node.column).sort((a, b) => a.y - b.y);
    const at = column.indexOf(node);
    if (key === "ArrowDown") return column[Math.min(column.length - 1, at + 1)];
    if (key === "ArrowUp") return column[Math.max(0, at - 1)];
    const isOnward = (key === "ArrowRight") === (state.direction === "after");
    const touching = links.filter((link) => (isOnward ? link.column === node.column && link.from === node.key : link.column === node.column - 1 && link.to === node.key));
    const widest = touching.sort((a, b) => b.count - a.count)[0];
    if (!widest) return node;
    const id = isOnward ? `${widest.column + 1}:${widest.to}` : `${widest.column}:${widest.from}`;
    return nodes.find((other) => other.id === id);
  }

  function focusNode(node) {
    for (const element of current.svg.querySelectorAll(".node")) element.setAttribute("tabindex", element.dataset.id === node.id ? "0" : "-1");
    current.svg.querySelector(`.node[data-id="${CSS.escape(node.id)}"]`).focus();
  }

  function listen() {
    const { svg } = current;
    svg.querySelector(".node").setAttribute("tabindex", "0");
    svg.addEventListener("pointerover", (event) => follow(find(event.target) || chosen));
    svg.addEventListener("pointerleave", () => follow(chosen));
    svg.addEventListener("focusin", (event) => follow(find(event.target) || chosen));
    svg.addEventListener("focusout", () => follow(chosen));
    svg.addEventListener("click", (event) => choose(find(event.target)));
    svg.addEventListener("keydown", (event) => {
      const node = find(event.target);
      if (event.key === "Escape") choose(null);
      if (!node) return;
      if (event.key === "Enter" || event.key === " ") choose(node);
      else if (event.key.startsWith("Arrow")) focusNode(step(node, event.key));
      else return;
      event.preventDefault();
    });
  }

  function fillSelect(name, first, values) {
    form.elements[name].replaceChildren(new Option(first, ""), ...values.map(([value, text]) => new Option(text, value)));
  }

  function showState() {
    fillSelect("anchor", journeymine.tellEdge(state), known.anchor.map((name) => [name, tellName(name)]));
    for (const name of ["unit", "direction", "anchor", "channel", "goal", "status", "from", "to", "segment", "product", "businessUnit", "steps", "top", "share"]) form.elements[name].value = state[name];
    form.elements.collapse.checked = state.collapse;
    form.elements.stepsShown.value = state.steps;
    form.elements.topShown.value = state.top;
    form.elements.shareShown.value = journeymine.share(state.share / 100, state.share % 1 ? 1 : 0);
  }

  function update(change) {
    state = { ...state, ...change };
    const hash = journeymine.writeState(state);
    if (hash !== window.location.hash.slice(1)) window.history.replaceState(null, "", hash ? "#" + hash : window.location.pathname);
    showState();
    draw();
  }

  function readForm() {
    const text = (name) => form.elements[name].value;
    const read = Object.fromEntries(["direction", ...Object.keys(known)].map((name) => [name, text(name)]));
    return { ...read, collapse: form.elements.collapse.checked, steps: Number(text("steps")), top: Number(text("top")), share: Number(text("share")), open: [] };
  }

  function fillLegend() {
    const stages = data.stages.filter(Boolean).map((stage) => [stage, journeymine.stageColor(data.stages, stage)]);
    const ends = journeymine.END_NAMES.map((name, index) => [name, journeymine.color(journeymine.END_COLORS[index])]);
    document.getElementById("legend").replaceChildren(...[...stages, ...ends].map(([text, color]) => journeymine.makeLegendEntry(text, color)));
  }

  const picture = () => journeymine.framePicture(current.svg, current.place);
  const onClick = (id, action) => document.getElementById(id).addEventListener("click", action);
  const sameText = (names) => names.map((name) => [name, name]);
  fillSelect("from", say("the first month"), sameText(data.months));
  fillSelect("to", say("the last month"), sameText(data.months));
  fillSelect("segment", say("everybody"), data.segments.map((name) => [name, segmentNames[name] || name]));
  fillSelect("product", say("every product"), sameText(data.products));
  fillSelect("businessUnit", say("every business unit"), sameText(data.businessUnits));
  for (const name of ["segment", "product", "businessUnit"]) form.elements[name].closest("label").hidden = known[name].length === 0;
  fillSelect("channel", say("every channel"), data.channels.map((name) => [name, say(name)]));
  fillSelect("goal", say("any or none"), sameText(data.goals));
  fillSelect("status", say("in any way"), data.statuses.map((name, index) => [name, journeymine.END_FILTERS[index]]));
  form.addEventListener("input", (event) => {
    const { from, to } = form.elements;
    if (from.value && to.value && from.value > to.value) (event.target === from ? to : from).value = event.target.value; // a period ends after it began
    update(readForm());
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  onClick("reset", () => update(journeymine.readState("", known)));
  onClick("csv", () => current && journeymine.downloadCsv("paths.csv", [journeymine.linkHeadings(state), ...listLinks()]));
  onClick("svg", () => current && journeymine.downloadSvg("paths.svg", picture().text));
  onClick("png", () => {
    if (!current) return;
    const { text, width, height } = picture();
    journeymine.downloadPng("paths.png", text, width, height);
  });
  window.addEventListener("hashchange", () => update(journeymine.readState(window.location.hash, known)));
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth !== width) { width = host.clientWidth; draw(); }
  }).observe(host);
  fillLegend();
  update(journeymine.readState(window.location.hash, known));
})(window.journeymine);
