/* The process map: places come with the data, cytoscape draws, zooms and is clicked. */
"use strict";

(function (journeymine) {
  const graph = journeymine.data("graph");
  const models = journeymine.data("models") || [];
  const form = document.getElementById("controls");
  const place = document.getElementById("map");
  const selection = document.getElementById("selection");
  const LANE_WIDTH = 196;
  const SMALLEST_ZOOM = 0.5;
  const format = new Intl.NumberFormat("en");
  const stages = graph.lanes.map((lane) => lane.stage);
  let shown = graph;
  let cy = null;
  let chosen = "";

  const measure = () => form.elements.measure.value;
  const model = () => (form.elements.model ? form.elements.model.value : "");

  /** Arcs that the slider lets through: the most frequent that carry this share of all, and each node's best way in and out. */
  function chooseArcs(all, share) {
    const total = all.reduce((sum, arc) => sum + (arc.count || 0), 0);
    const kept = new Set();
    let sum = 0;
    const bestIn = new Map();
    const bestOut = new Map();
    for (const arc of all) {
      if (sum < total * share) kept.add(arc);
      sum += arc.count || 0;
      if (arc.from === arc.to) continue;
      if (!bestOut.has(arc.from)) bestOut.set(arc.from, arc);
      if (!bestIn.has(arc.to)) bestIn.set(arc.to, arc);
    }
    for (const arc of [...bestIn.values(), ...bestOut.values()]) kept.add(arc);
    return all.filter((arc) => kept.has(arc));
  }

  function makeElements() {
    const largest = Math.max(1, ...shown.nodes.map((node) => node.customers || 0));
    const arcs = model() ? shown.arcs : chooseArcs(shown.arcs, Number(form.elements.detail.value) / 100);
    const strongest = Math.max(1, ...arcs.map((arc) => arc.count || 0));
    const slowest = Math.log1p(Math.max(1, ...arcs.map((arc) => arc.seconds || 0)));
    const byId = new Map(shown.nodes.map((node) => [node.id, node]));
    const nodes = shown.nodes.map((node) => ({
      group: "nodes",
      classes: node.kind,
      data: { ...node, size: node.kind === "touchpoint" ? 16 + 40 * Math.sqrt((node.customers || 0) / largest) : 26, color: journeymine.stageColor(stages, node.stage) },
      position: { x: node.x, y: node.y },
    }));
    const edges = arcs.map((arc, index) => {
      const [from, to] = [byId.get(arc.from), byId.get(arc.to)];
      const strength = measure() === "wait" && arc.seconds ? Math.log1p(arc.seconds) / slowest : Math.sqrt((arc.count || 0) / strongest);
      const bend = from.x === to.x ? 46 + Math.abs(from.y - to.y) * 0.16 : from.x < to.x ? 14 : -48;
      const label = measure() === "wait" ? arc.wait || "" : arc.count === null ? "" : format.format(arc.count);
      return { group: "edges", classes: from.x > to.x ? "back" : "", data: { id: "a" + index, source: arc.from, target: arc.to, width: 1 + 7 * strength, bend, label, count: arc.count } };
    });
    const heights = shown.nodes.map((node) => node.y);
    const [top, bottom] = [Math.min(...heights) - 62, Math.max(...heights) + 78];
    const lanes = shown.lanes.map((lane, index) => ({
      group: "nodes",
      classes: "lane",
      data: { id: "lane" + index, label: lane.stage, color: journeymine.stageColor(stages, lane.stage), height: bottom - top },
      position: { x: lane.x, y: (top + bottom) / 2 },
    }));
    return [...lanes, ...nodes, ...edges];
  }

  function makeStyle() {
    const [ink, quiet, panel, line] = ["ink", "quiet", "panel", "map-line"].map(journeymine.color);
    const text = { "font-family": journeymine.color("font"), color: ink, "text-outline-color": panel, "text-outline-width": 2.5 };
    return [
      { selector: "node", style: { ...text, label: "data(label)", width: "data(size)", height: "data(size)", "background-color": "data(color)", "font-size": 13, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 150 } },
      { selector: "node.lane", style: { shape: "round-rectangle", width: LANE_WIDTH, height: "data(height)", "background-opacity": 0.08, "font-size": 16, "font-weight": 700, color: quiet, "text-valign": "top", "text-margin-y": -6, events: "no", "z-index-compare": "manual", "z-index": 0 } },
      { selector: "node.touchpoint, node.gateway, node.start, node.end", style: { "z-index-compare": "manual", "z-index": 3 } },
      { selector: "node.gateway", style: { shape: "diamond", "background-color": panel, "border-width": 2, "border-color": quiet, "text-valign": "center", "text-margin-y": 0, "font-size": 11 } },
      { selector: "node.start, node.end", style: { "background-color": quiet, shape: "ellipse" } },
      { selector: "edge", style: { ...text, "z-index-compare": "manual", "z-index": 2, label: "data(label)", "font-size": 11, color: quiet, width: "data(width)", "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5, opacity: 0.75, "min-zoomed-font-size": 7 } },
      { selector: "edge.back", style: { "line-style": "dashed" } },
      { selector: "edge:loop", style: { "curve-style": "bezier", "loop-direction": "0deg", "loop-sweep": "50deg" } },
      { selector: ".faded", style: { opacity: 0.12 } },
      { selector: "edge.lit", style: { "line-color": journeymine.color("accent"), "target-arrow-color": journeymine.color("accent"), opacity: 1, color: ink } },
      { selector: "node.lit", style: { "border-width": 3, "border-color": journeymine.color("accent") } },
    ];
  }

  function draw() {
    if (cy) cy.destroy();
    const [xs, ys] = [shown.nodes.map((node) => node.x), shown.nodes.map((node) => node.y)];
    const ratio = (Math.max(...ys) - Math.min(...ys) + 220) / (Math.max(...xs) - Math.min(...xs) + 260);
    place.style.height = `${Math.round(Math.min(780, Math.max(380, place.clientWidth * ratio)))}px`;
    cy = window.cytoscape({ container: place, elements: makeElements(), style: makeStyle(), layout: { name: "preset" }, autoungrabify: true, boxSelectionEnabled: false, minZoom: 0.15, maxZoom: 3 });
    show();
    cy.on("tap", "node", (event) => choose(event.target.id() === chosen ? "" : event.target.id()));
    cy.on("tap", (event) => event.target === cy && choose(""));
    const count = cy.edges().length;
    const summary = `${shown.nodes.filter((node) => node.kind === "touchpoint").length} touchpoints, ${count} of ${shown.arcs.length} ways shown. `;
    document.getElementById("summary").textContent = summary + (model() ? describeModel() : describeStrongest());
    choose(shown.nodes.some((node) => node.id === chosen) ? chosen : "");
    journeymine.map = { cy, shown };
  }

  /** All of the map, or its beginning where all of it would be too small to read. */
  function show() {
    cy.fit(undefined, 20);
    if (cy.zoom() >= SMALLEST_ZOOM) return;
    const box = cy.elements().boundingBox();
    cy.zoom(SMALLEST_ZOOM);
    cy.pan({ x: 16 - box.x1 * SMALLEST_ZOOM, y: 16 - box.y1 * SMALLEST_ZOOM });
  }

  const labelOf = (id) => shown.nodes.find((node) => node.id === id).label;

  function describeStrongest() {
    const first = shown.arcs.find((arc) => arc.from !== arc.to);
    return first ? `Most often taken: “${labelOf(first.from)}” to “${labelOf(first.to)}”, ${format.format(first.count)} times, half of them within ${first.wait}.` : "";
  }

  function describeModel() {
    const { fitness, precision, coverage, note } = models[Number(model())];
    const share = (value) => (value === null || value === undefined ? "unknown" : (100 * value).toFixed(1) + "%");
    return `Fitness ${share(fitness)}, precision ${share(precision)}, journeys covered ${share(coverage)}. ${note}`;
  }

  function listWays(title, arcs, end) {
    const box = document.createElement("div");
    const heading = document.createElement("h4");
    heading.textContent = title;
    const list = document.createElement("ul");
    for (const arc of arcs) {
      const item = document.createElement("li");
      const figures = [arc.count === null ? "" : format.format(arc.count), arc.wait && `half within ${arc.wait}`, arc.late && `one in ten over ${arc.late}`].filter(Boolean);
      const name = document.createElement("bdi");
      name.textContent = labelOf(arc[end]);
      item.append(name, figures.length ? " · " + figures.join(" · ") : "");
      list.append(item);
    }
    box.append(heading, list);
    return box;
  }

  function choose(id) {
    chosen = id;
    form.elements.node.value = id;
    cy.elements().removeClass("faded lit");
    selection.hidden = !id;
    if (!id) return;
    const node = cy.getElementById(id);
    cy.elements().not(".lane").difference(node.closedNeighborhood()).addClass("faded");
    node.connectedEdges().addClass("lit");
    node.addClass("lit");
    const title = document.createElement("h3");
    title.textContent = node.data("label");
    const people = document.createElement("p");
    people.textContent = node.data("customers") ? `${format.format(node.data("customers"))} customers` : "";
    const columns = document.createElement("div");
    columns.className = "columns";
    columns.append(listWays("Where from", shown.arcs.filter((arc) => arc.to === id), "from"), listWays("Where to", shown.arcs.filter((arc) => arc.from === id), "to"));
    selection.replaceChildren(title, people, columns);
  }

  /** The map as SVG, from the places and curves cytoscape drew. */
  function toSvg() {
    const box = cy.elements().boundingBox();
    const escape = (text) => String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
    const [ink, quiet, panel, line] = ["ink", "quiet", "panel", "map-line"].map(journeymine.color);
    const parts = cy.edges().map((edge) => {
      const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
      const controls = edge.controlPoints() || [];
      const curve = controls.length === 1 ? `Q${controls[0].x},${controls[0].y} ${to.x},${to.y}` : controls.length > 1 ? `C${controls[0].x},${controls[0].y} ${controls[1].x},${controls[1].y} ${to.x},${to.y}` : `L${to.x},${to.y}`;
      const middle = edge.midpoint();
      const dash = edge.hasClass("back") ? ' stroke-dasharray="6 4"' : "";
      return `<path d="M${from.x},${from.y} ${curve}" fill="none" stroke="${line}" stroke-width="${edge.data("width")}"${dash} marker-end="url(#arrow)"/><text x="${middle.x}" y="${middle.y}" font-size="11" fill="${quiet}" text-anchor="middle">${escape(edge.data("label"))}</text>`;
    });
    cy.nodes().forEach((node) => {
      const { x, y } = node.position();
      const radius = node.width() / 2;
      if (node.hasClass("lane")) {
        const top = y - node.height() / 2;
        parts.unshift(`<rect x="${x - radius}" y="${top}" width="${2 * radius}" height="${node.height()}" rx="8" fill="${node.data("color")}" fill-opacity="0.08"/>`);
        parts.push(`<text x="${x}" y="${top - 8}" font-size="16" font-weight="700" fill="${quiet}" text-anchor="middle">${escape(node.data("label"))}</text>`);
      }
      else parts.push(`<circle cx="${x}" cy="${y}" r="${radius}" fill="${node.data("color")}"/><text x="${x}" y="${y + radius + 16}" font-size="13" fill="${ink}" text-anchor="middle">${escape(node.data("label"))}</text>`);
    });
    const [width, height] = [Math.ceil(box.w + 40), Math.ceil(box.h + 40)];
    const arrow = `<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="${line}"/></marker>`;
    const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box.x1 - 20} ${box.y1 - 20} ${width} ${height}" font-family="${escape(journeymine.color("font"))}"><defs>${arrow}</defs><rect x="${box.x1 - 20}" y="${box.y1 - 20}" width="${width}" height="${height}" fill="${panel}"/>${parts.join("")}</svg>`;
    return { text, width, height };
  }

  function fillNodes() {
    const named = shown.nodes.filter((node) => node.kind === "touchpoint").sort((a, b) => (a.label < b.label ? -1 : 1));
    form.elements.node.replaceChildren(new Option("none chosen", ""), ...named.map((node) => new Option(node.label, node.id)));
  }

  function fillLegend() {
    const items = stages.map((stage) => {
      const item = document.createElement("span");
      const swatch = document.createElement("i");
      swatch.style.background = journeymine.stageColor(stages, stage);
      item.append(swatch, stage);
      return item;
    });
    document.getElementById("legend").replaceChildren(...items);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    form.elements.detailShown.value = form.elements.detail.value + "%";
    if (event.target.name === "node") return choose(event.target.value);
    if (event.target.name === "model") {
      shown = model() ? models[Number(model())].graph : graph;
      form.elements.detail.disabled = Boolean(model());
      fillNodes();
    }
    return draw();
  });
  document.getElementById("fit").addEventListener("click", () => cy.fit(undefined, 20));
  document.getElementById("svg").addEventListener("click", () => journeymine.downloadSvg("process-map.svg", toSvg().text));
  document.getElementById("png").addEventListener("click", () => {
    const { text, width, height } = toSvg();
    journeymine.downloadPng("process-map.png", text, width, height);
  });
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  fillNodes();
  fillLegend();
  draw();
})(window.journeymine);
