/* The explorer's page: controls and hash to state, state to picture, table, sentence and files. */
"use strict";

(function (journeymine) {
  const { START, OTHER } = journeymine;
  const data = journeymine.data("paths");
  const form = document.getElementById("controls");
  const host = document.getElementById("sankey");
  const selection = document.getElementById("selection");
  const HEIGHT = 600;
  const END_NAMES = ["Reached a goal", "Left", "Still open"];
  const END_COLORS = ["good", "bad", "open"];
  const known = { anchor: data.touchpoints.map((touchpoint) => touchpoint.name), channel: data.channels, goal: data.goals, status: data.statuses };
  const format = new Intl.NumberFormat("en");
  const percent = (part, whole) => (whole ? ((100 * part) / whole).toFixed(1) + "%" : "–");
  const isSmall = (count) => count > 0 && count < data.minimumCell;
  const amount = (count) => (isSmall(count) ? "<" + data.minimumCell : format.format(count));
  const shareOf = (part, whole) => (isSmall(part) ? "–" : percent(part, whole));
  let state;
  let current = null; // { graph, place, grouped, counts, view, svg, total }
  let chosen = null; // the node or link whose journeys are followed

  const isDefaultView = () =>
    state.direction === "after" && !state.anchor && !state.channel && !state.goal && !state.status && !state.collapse;

  function nameOf(key) {
    if (key === OTHER) return "Other touchpoints";
    if (key === START) return "Journey starts";
    return key < 0 ? END_NAMES[-1 - key] : data.touchpoints[key].name;
  }

  function makeView(total, totals) {
    const offset = state.direction === "before" && !state.anchor ? 1 : 0;
    const sign = state.direction === "before" ? "−" : "+";
    return {
      title: "Paths of customers, step by step",
      labelOf: (node) => (node.key === OTHER ? `Other (${node.members})` : nameOf(node.key)),
      countOf: (node) => amount(node.count),
      figuresOf: (node) => `${isSmall(node.count) ? "fewer than " + data.minimumCell : format.format(node.count)} · ${shareOf(node.count, totals[node.column])}`,
      colorOf: (key) => {
        if (key === OTHER || key === START) return journeymine.color("other");
        return key < 0 ? journeymine.color(END_COLORS[-1 - key]) : journeymine.stageColor(data.stages, data.touchpoints[key].stage);
      },
      isHatched: (key) => key === START || key === -3,
      opacityOf: (link) => (isSmall(link.count) ? 0.14 : 0.32),
      stepOf: (column) => column + 1 - offset,
      headingOf: (column) => {
        if (offset && column === 0) return "END";
        const step = column - offset;
        if (state.anchor || offset) return step === 0 ? (offset ? "LAST STEP" : "CHOSEN") : `${sign}${step}`;
        return `STEP ${column + 1}`;
      },
      linkTitle: (link) => {
        const pair = state.direction === "before" ? [link.to, link.from] : [link.from, link.to];
        return `${nameOf(pair[0])} → ${nameOf(pair[1])}\n${isSmall(link.count) ? "fewer than " + data.minimumCell : format.format(link.count)} journeys, ${shareOf(link.count, total)} of all shown`;
      },
    };
  }

  /** Rows of the table and the CSV: ribbons by step; those under the smallest cell are one row for each start. */
  function listLinks() {
    const { graph, totals, total } = current;
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const rows = [];
    const small = new Map();
    const row = (link, to, count) => {
      const from = nodes.get(link.column + ":" + link.from);
      return [current.view.headingOf(link.column).toLowerCase(), nameOf(link.from), to, amount(count), shareOf(count, from.count), shareOf(count, totals[link.column]), shareOf(count, total)];
    };
    const links = graph.links.slice().sort((a, b) => a.column - b.column || b.count - a.count || a.from - b.from || a.to - b.to);
    for (const link of links) {
      if (!isSmall(link.count)) rows.push([link.column, row(link, nameOf(link.to), link.count)]);
      else {
        const merged = small.get(link.column + ":" + link.from) || { ...link, count: 0 };
        merged.count += link.count;
        small.set(link.column + ":" + link.from, merged);
      }
    }
    for (const link of small.values()) rows.push([link.column, row(link, `others, fewer than ${data.minimumCell} each`, link.count)]);
    rows.sort((a, b) => a[0] - b[0]);
    return rows.map(([, cells]) => cells);
  }

  const headings = () => {
    const next = state.direction === "before" ? "Before it" : "Next";
    return ["Step", "Touchpoint", next, "Journeys", "Of those at the touchpoint", "Of the step", "Of all shown"];
  };

  function fillTable() {
    const table = document.getElementById("links");
    const head = document.createElement("thead");
    const line = head.insertRow();
    headings().forEach((heading, index) => {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = index > 2 ? "n" : "";
      cell.textContent = heading;
      line.append(cell);
    });
    const body = document.createElement("tbody");
    for (const cells of current ? listLinks() : []) {
      const row = body.insertRow();
      cells.forEach((text, index) => {
        const cell = row.insertCell();
        cell.className = index > 2 ? "n" : "";
        cell.textContent = text;
      });
    }
    table.replaceChildren(head, body);
  }

  function describe(total) {
    const what = state.anchor ? `“${state.anchor}”` : state.direction === "after" ? "the start of the journey" : "the end of the journey";
    const filters = [state.channel && `channel ${state.channel}`, state.goal && `goal ${state.goal}`, state.status && END_NAMES[data.statuses.indexOf(state.status)].toLowerCase()].filter(Boolean);
    const scope = filters.length ? ` (${filters.join(", ")})` : "";
    if (isSmall(total)) return `Fewer than ${data.minimumCell} journeys${scope} come to ${what}; so few are not drawn.`;
    if (!total) return `No journey${scope} comes to ${what}.`;
    const { graph } = current;
    const column = state.direction === "before" && !state.anchor ? 0 : state.anchor ? 1 : 0;
    const top = graph.nodes.filter((node) => node.column === column && node.key !== OTHER && !isSmall(node.count)).sort((a, b) => b.count - a.count).slice(0, 3);
    const said = top.map((node) => `${nameOf(node.key)} ${percent(node.count, current.totals[column])}`).join(", ");
    const verb = state.anchor ? (state.direction === "after" ? "Next" : "Just before") : state.direction === "after" ? "First" : "How they ended";
    return `${format.format(total)} journeys${scope} ${state.direction === "after" ? "from" : "up to"} ${what}. ${verb}: ${said}.`;
  }

  function draw() {
    chosen = null;
    selection.hidden = true;
    const aligned = journeymine.alignPaths(data, state);
    const exact = data.firstLinks && isDefaultView();
    const counts = exact ? journeymine.countFirstLinks(data.firstLinks, state.steps) : journeymine.countLinks(aligned);
    const total = counts.columns.length ? Array.from(counts.columns[0].values()).reduce((sum, count) => sum + count, 0) : 0;
    current = null;
    if (total >= data.minimumCell) {
      const shown = journeymine.chooseShown(counts.columns, state, data.minimumCell);
      const graph = journeymine.groupCounts(counts, shown);
      const place = journeymine.placeGraph(graph, host.clientWidth - 4, HEIGHT, state.direction === "before");
      const grouped = journeymine.groupPaths(aligned, shown.map((keys, column) => keys || shown[column]));
      const view = makeView(total, place.totals);
      const groupedLinks = new Map(journeymine.countLinks(grouped).links.flatMap((links, column) => Array.from(links, ([pair, count]) => [`${column}:${pair.replace(",", ">")}`, count])));
      current = { graph, place, grouped, groupedLinks, view, total, totals: place.totals, counts };
      current.svg = journeymine.drawSankey(host, graph, place, view);
      listen();
    } else {
      host.replaceChildren();
    }
    document.getElementById("summary").textContent = describe(total);
    fillTable();
    journeymine.explorer = { state, counts, total, current }; // for tests and for the curious
  }

  function follow(target) {
    if (!current) return;
    const { traced, total } = target ? journeymine.traceThrough(current.grouped, target) : { traced: null, total: 0 };
    journeymine.showTrace(current.svg, current.graph, current.view, traced, current.groupedLinks);
    return total;
  }

  const find = (element) => {
    const marked = element.closest("[data-id]");
    if (!marked || !current) return null;
    const id = marked.dataset.id;
    return current.graph.nodes.find((node) => node.id === id) || current.graph.links.find((link) => link.id === id);
  };

  function button(text, change) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    element.addEventListener("click", () => update(change));
    return element;
  }

  function choose(target) {
    if (target && target.key === OTHER && !state.open.includes(target.column)) {
      update({ open: state.open.concat(target.column).sort() });
      return;
    }
    chosen = chosen && target && chosen.id === target.id ? null : target;
    follow(chosen);
    selection.hidden = !chosen;
    if (!chosen) return;
    const title = document.createElement("h3");
    const isNode = chosen.key !== undefined;
    title.textContent = isNode ? nameOf(chosen.key) : current.view.linkTitle(chosen).split("\n")[0];
    const text = document.createElement("p");
    text.textContent = `${isSmall(chosen.count) ? "Fewer than " + data.minimumCell : format.format(chosen.count)} journeys · ${shareOf(chosen.count, current.totals[chosen.column])} of the step · ${shareOf(chosen.count, current.total)} of all shown`;
    const actions = document.createElement("p");
    actions.className = "buttons";
    if (isNode && chosen.key >= 0) {
      const name = nameOf(chosen.key);
      actions.append(button("What happens after it", { direction: "after", anchor: name, open: [] }), button("What leads to it", { direction: "before", anchor: name, open: [] }));
    }
    if (state.open.includes(chosen.column)) actions.append(button("Close “other” again", { open: state.open.filter((column) => column !== chosen.column) }));
    selection.replaceChildren(title, text, actions);
  }

  function step(node, key) {
    const column = current.graph.nodes.filter((other) => other.column === node.column).sort((a, b) => a.y - b.y);
    const at = column.indexOf(node);
    if (key === "ArrowDown") return column[Math.min(column.length - 1, at + 1)];
    if (key === "ArrowUp") return column[Math.max(0, at - 1)];
    const rightwards = (key === "ArrowRight") === (state.direction === "after");
    const links = current.graph.links.filter((link) => (rightwards ? link.column === node.column && link.from === node.key : link.column === node.column - 1 && link.to === node.key));
    const best = links.sort((a, b) => b.count - a.count)[0];
    if (!best) return node;
    const id = rightwards ? `${best.column + 1}:${best.to}` : `${best.column}:${best.from}`;
    return current.graph.nodes.find((other) => other.id === id);
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
    const select = form.elements[name];
    select.replaceChildren(...[["", first], ...values].map(([value, text]) => new Option(text, value)));
  }

  function showState() {
    fillSelect("anchor", state.direction === "after" ? "the start of the journey" : "the end of the journey", known.anchor.map((name) => [name, name]));
    for (const name of ["anchor", "channel", "goal", "status"]) form.elements[name].value = state[name];
    form.elements.direction.value = state.direction;
    for (const name of ["steps", "top", "share"]) form.elements[name].value = state[name];
    form.elements.collapse.checked = state.collapse;
    form.elements.stepsShown.value = state.steps;
    form.elements.topShown.value = state.top;
    form.elements.shareShown.value = state.share + "%";
  }

  function update(change) {
    state = { ...state, ...change };
    const hash = journeymine.writeState(state);
    if (hash !== window.location.hash.slice(1)) window.history.replaceState(null, "", hash ? "#" + hash : window.location.pathname);
    showState();
    draw();
  }

  const readForm = () => ({
    direction: form.elements.direction.value, anchor: form.elements.anchor.value, channel: form.elements.channel.value,
    goal: form.elements.goal.value, status: form.elements.status.value, collapse: form.elements.collapse.checked,
    steps: Number(form.elements.steps.value), top: Number(form.elements.top.value), share: Number(form.elements.share.value), open: [],
  });

  function fillLegend() {
    const entry = (text, color) => {
      const item = document.createElement("span");
      const swatch = document.createElement("i");
      swatch.style.background = color;
      item.append(swatch, text);
      return item;
    };
    const stages = data.stages.filter(Boolean).map((stage) => entry(stage, journeymine.stageColor(data.stages, stage)));
    document.getElementById("legend").replaceChildren(...stages, ...END_NAMES.map((name, index) => entry(name, journeymine.color(END_COLORS[index]))));
  }

  const svgText = () => new XMLSerializer().serializeToString(current.svg);
  fillSelect("channel", "every channel", data.channels.map((name) => [name, name]));
  fillSelect("goal", "any goal or none", data.goals.map((name) => [name, name]));
  fillSelect("status", "in any way", data.statuses.map((name, index) => [name, END_NAMES[index].toLowerCase()]));
  form.addEventListener("input", () => update(readForm()));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("reset").addEventListener("click", () => update(journeymine.readState("", known)));
  document.getElementById("csv").addEventListener("click", () => current && journeymine.downloadCsv("paths.csv", [headings(), ...listLinks()]));
  document.getElementById("svg").addEventListener("click", () => current && journeymine.downloadSvg("paths.svg", svgText()));
  document.getElementById("png").addEventListener("click", () => current && journeymine.downloadPng("paths.png", svgText(), current.place.width, current.place.height));
  window.addEventListener("hashchange", () => update(journeymine.readState(window.location.hash, known)));
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth !== width) { width = host.clientWidth; draw(); }
  }).observe(host);
  fillLegend();
  update(journeymine.readState(window.location.hash, known));
})(window.journeymine);
