/* The process map's page: what is shown is chosen and placed by graph.js, cytoscape draws, zooms and is clicked. */
"use strict";

(function (journeymine) {
  const graph = journeymine.data("graph");
  const models = journeymine.data("models") || [];
  const form = document.getElementById("controls");
  const host = document.getElementById("map");
  const selection = document.getElementById("selection");
  const SMALLEST_ZOOM = 0.5;
  const LARGEST_ZOOM = 1.15;
  const format = new Intl.NumberFormat("en");
  let cy = null;
  let chosen = "";
  let shown = graph; // all nodes and arcs of the map or the model
  let nodes = []; // those drawn

  const model = () => (form.elements.model && form.elements.model.value ? models[Number(form.elements.model.value)] : null);
  const isWait = () => form.elements.measure.value === "wait" && !model();
  const labelOf = (id) => shown.nodes.find((node) => node.id === id).label;
  const colorOf = (stage) => journeymine.stageColor(graph.stages, stage);

  function bendOf(from, to) {
    if (from.x === to.x) return 46 + Math.abs(from.y - to.y) * 0.16;
    return from.x < to.x ? 14 : -48;
  }

  function makeElements() {
    const share = Number(form.elements.detail.value) / 100;
    nodes = (model() ? shown.nodes : journeymine.chooseNodes(shown.nodes, share)).map((node) => ({ ...node }));
    const arcs = model() ? shown.arcs : journeymine.chooseArcs(shown.arcs, nodes, share);
    const lanes = model() ? journeymine.placeLayers(nodes) : journeymine.placeLanes(nodes, graph.stages);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const largest = Math.max(1, ...nodes.map((node) => node.customers || 0));
    const strongest = Math.max(1, ...arcs.map((arc) => arc.count || 0));
    const slowest = Math.log1p(Math.max(1, ...arcs.map((arc) => arc.seconds || 0)));
    const heights = nodes.map((node) => node.y);
    const [top, bottom] = [Math.min(...heights) - 62, Math.max(...heights) + 78];
    return [
      ...lanes.map((lane, index) => ({ group: "nodes", classes: "lane", data: { id: "lane" + index, label: lane.stage, color: colorOf(lane.stage), width: lane.width, height: bottom - top }, position: { x: lane.x, y: (top + bottom) / 2 } })),
      ...nodes.map((node) => ({ group: "nodes", classes: node.kind, data: { ...node, size: model() ? 24 : 16 + 40 * Math.sqrt(node.customers / largest), color: colorOf(node.stage) }, position: { x: node.x, y: node.y } })),
      ...arcs.map((arc, index) => {
        const [from, to] = [byId.get(arc.from), byId.get(arc.to)];
        const strength = isWait() ? Math.log1p(arc.seconds || 0) / slowest : Math.sqrt((arc.count || 0) / strongest);
        const label = isWait() ? arc.wait : arc.count === null ? "" : format.format(arc.count);
        return { group: "edges", classes: from.x > to.x ? "back" : "", data: { id: "a" + index, source: arc.from, target: arc.to, width: 1 + 7 * strength, bend: bendOf(from, to), label, count: arc.count } };
      }),
    ];
  }

  function makeStyle() {
    const [ink, quiet, panel, line, accent] = ["ink", "quiet", "panel", "map-line", "accent"].map(journeymine.color);
    const text = { "font-family": journeymine.color("font"), color: ink, "text-outline-color": panel, "text-outline-width": 2.5 };
    const layer = (index) => ({ "z-index-compare": "manual", "z-index": index });
    return [
      { selector: "node", style: { ...text, ...layer(3), label: "data(label)", width: "data(size)", height: "data(size)", "background-color": "data(color)", "font-size": 13, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 150 } },
      { selector: "node.lane", style: { ...layer(0), shape: "round-rectangle", width: "data(width)", height: "data(height)", "background-opacity": 0.08, "font-size": 16, "font-weight": 700, color: quiet, "text-valign": "top", "text-margin-y": -6, events: "no" } },
      { selector: "node.gateway", style: { shape: "diamond", "background-color": panel, "border-width": 2, "border-color": quiet, "font-size": 15, color: quiet, "text-valign": "center", "text-margin-y": 0 } },
      { selector: "node.start, node.end", style: { "background-color": quiet } },
      { selector: "edge", style: { ...text, ...layer(2), label: "data(label)", "font-size": 11, color: quiet, width: "data(width)", "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5, opacity: 0.75, "min-zoomed-font-size": 7 } },
      { selector: "edge.back", style: { "line-style": "dashed" } },
      { selector: "edge:loop", style: { "curve-style": "bezier", "loop-direction": "0deg", "loop-sweep": "50deg" } },
      { selector: "node.faded, edge.faded", style: { opacity: 0.12 } },
      { selector: "edge.lit", style: { "line-color": accent, "target-arrow-color": accent, opacity: 1, color: ink } },
      { selector: "node.lit", style: { "border-width": 3, "border-color": accent } },
    ];
  }

  /** All of the map, or its beginning where all of it would be too small to read. */
  function fit() {
    cy.fit(undefined, 20);
    if (cy.zoom() > LARGEST_ZOOM) {
      cy.zoom(LARGEST_ZOOM);
      cy.center();
    }
    if (cy.zoom() >= SMALLEST_ZOOM) return;
    const box = cy.elements().boundingBox();
    cy.zoom(SMALLEST_ZOOM);
    cy.pan({ x: 16 - box.x1 * SMALLEST_ZOOM, y: box.h * SMALLEST_ZOOM < host.clientHeight ? (host.clientHeight - box.h * SMALLEST_ZOOM) / 2 - box.y1 * SMALLEST_ZOOM : 16 - box.y1 * SMALLEST_ZOOM });
  }

  function draw() {
    if (cy) cy.destroy();
    const elements = makeElements();
    const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
    const ratio = (Math.max(...ys) - Math.min(...ys) + 220) / (Math.max(...xs) - Math.min(...xs) + 260);
    host.style.height = `${Math.round(Math.min(780, Math.max(380, host.clientWidth * ratio)))}px`;
    cy = window.cytoscape({ container: host, elements, style: makeStyle(), layout: { name: "preset" }, autoungrabify: true, boxSelectionEnabled: false, minZoom: 0.12, maxZoom: 3 });
    fit();
    cy.on("tap", "node", (event) => choose(event.target.id() === chosen ? "" : event.target.id()));
    cy.on("tap", (event) => event.target === cy && choose(""));
    fillNodes();
    choose(nodes.some((node) => node.id === chosen) ? chosen : "");
    const touchpoints = (list) => list.filter((node) => node.kind === "touchpoint").length;
    const counted = `${touchpoints(nodes)} of ${touchpoints(shown.nodes)} touchpoints and ${cy.edges().length} of ${shown.arcs.length} ways are shown. `;
    document.getElementById("summary").textContent = counted + (model() ? describeModel() : describeStrongest());
    journeymine.map = { cy, shown };
  }

  function describeStrongest() {
    const first = shown.arcs.find((arc) => arc.from !== arc.to);
    return first ? `Most often taken: “${labelOf(first.from)}” to “${labelOf(first.to)}”, ${format.format(first.count)} times, half of them within ${first.wait}.` : "";
  }

  function describeModel() {
    const { fitness, precision, coverage, note } = model();
    const share = (value) => (value === null || value === undefined ? "not known" : (100 * value).toFixed(1) + "%");
    return `Fitness ${share(fitness)}, precision ${share(precision)}, measured on ${share(coverage)} of the journeys. ${note}`;
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

  function fillNodes() {
    const named = nodes.filter((node) => node.kind === "touchpoint").sort((a, b) => (a.label < b.label ? -1 : 1));
    form.elements.node.replaceChildren(new Option("none chosen", ""), ...named.map((node) => new Option(node.label, node.id)));
  }

  function fillLegend() {
    document.getElementById("legend").replaceChildren(...graph.stages.map((stage) => journeymine.makeLegendEntry(stage, colorOf(stage))));
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    form.elements.detailShown.value = form.elements.detail.value + "%";
    if (event.target.name === "node") return choose(event.target.value);
    shown = model() ? model().graph : graph;
    form.elements.detail.disabled = Boolean(model());
    return draw();
  });
  function picture() {
    const drawn = journeymine.mapToSvg(cy);
    return journeymine.framePicture(drawn.text, drawn);
  }
  document.getElementById("fit").addEventListener("click", fit);
  document.getElementById("svg").addEventListener("click", () => journeymine.downloadSvg("process-map.svg", picture().text));
  document.getElementById("png").addEventListener("click", () => {
    const { text, width, height } = picture();
    journeymine.downloadPng("process-map.png", text, width, height);
  });
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  fillLegend();
  draw();
})(window.journeymine);
