/* The process map's page: what is shown is chosen and placed by graph.js, drawn by draw.js, told by words.js. */
"use strict";

(function (journeymine) {
  const graph = journeymine.readGraph(journeymine.data("graph"));
  const models = journeymine.data("models") || [];
  const slices = journeymine.data("slices") || [];
  const form = document.getElementById("controls");
  const host = document.getElementById("map");
  const selection = document.getElementById("selection");
  const notes = journeymine.data("notes") || [];
  const segments = journeymine.data("segments") || {};
  const feelings = journeymine.data("feelings") || { touchpoints: {}, segments: {}, quotes: {} };
  const { say, number: tell, share: tellShare, durationText } = journeymine;
  let cy = null;
  let chosen = "";
  let shown = graph; // all nodes and arcs of the map, the slice or the model
  let nodes = []; // those drawn

  const [kind, number] = [() => form.elements.source.value.split(":")[0], () => Number(form.elements.source.value.split(":")[1])];
  const model = () => (kind() === "model" ? models[number()] : null);
  const slice = () => (kind() === "slice" ? slices[number()] : null);
  const labelOf = (id) => journeymine.labelNode(shown.nodes.find((node) => node.id === id));

  /** The graph of a slice: the same nodes at the same places, sized by steps, with ways of its own. */
  function readSlice({ arcs, steps }) {
    const own = new Map(steps.map(([index, ...counts]) => [index, counts]));
    return {
      nodes: graph.nodes.filter((node, index) => own.has(index)).map(({ id, label, kind, stage, row, index }) => ({ id, label, kind, stage, row, index, customers: null, steps: own.get(index)[0], left: own.get(index)[1], open: own.get(index)[2] })),
      arcs: arcs.map(([from, to, count, seconds, lateSeconds]) => ({ from: "t" + from, to: "t" + to, count, seconds, lateSeconds })),
    };
  }

  /** What is now shown, with the ends of journeys as nodes where they are asked for. */
  function readShown() {
    const plain = model() ? model().graph : slice() ? readSlice(slice()) : graph;
    return form.elements.ends.checked && !model() ? journeymine.addEnds(plain) : plain;
  }

  /** How the customers of the map, or of the segment it is of, felt at a touchpoint, and what anybody said there. */
  function feelingOf({ index }) {
    const segment = slice() && slice().kind === "segment" ? feelings.segments[slice().name] || {} : null;
    return { point: (segment || feelings.touchpoints)[index], isOfSegment: Boolean(segment), quotes: feelings.quotes[index] || [] };
  }

  const sizeOf = (node) => node.customers || node.steps || 0;
  const measures = {
    count: { weigh: (arc, arcs) => Math.sqrt((arc.count || 0) / Math.max(1, ...arcs.map((each) => each.count || 0))), label: (arc) => (arc.count === null ? "" : tell(arc.count)) },
    wait: { weigh: (arc, arcs) => weighLog(arc, arcs, "seconds"), label: (arc) => durationText(arc.seconds) },
    late: { weigh: (arc, arcs) => weighLog(arc, arcs, "lateSeconds"), label: (arc) => durationText(arc.lateSeconds) },
  };

  function weighLog(arc, arcs, name) {
    return Math.log1p(arc[name] || 0) / Math.log1p(Math.max(1, ...arcs.map((each) => each[name] || 0)));
  }

  function readDrawing() {
    const share = (name) => Number(form.elements[name].value) / 100;
    const ranked = shown.nodes.map((node) => ({ ...node, label: journeymine.labelNode(node), customers: sizeOf(node), told: node }));
    const isEnd = (node) => node.stage === journeymine.ENDS;
    nodes = model() ? ranked : [...journeymine.chooseNodes(ranked.filter((node) => !isEnd(node)), share("detail")), ...ranked.filter(isEnd)];
    const arcs = model() ? shown.arcs : journeymine.chooseArcs(shown.arcs, nodes, share("ways"));
    const lanes = model() ? journeymine.placeLayers(nodes) : journeymine.placeLanes(nodes, [...graph.stages, journeymine.ENDS]);
    const largest = Math.max(1, ...nodes.filter((node) => node.kind === "touchpoint").map((node) => node.customers));
    for (const node of nodes) node.size = model() ? 24 : 16 + 40 * Math.sqrt(Math.min(1, node.customers / largest));
    const measure = measures[model() ? "count" : form.elements.measure.value];
    return { nodes, lanes, stages: graph.stages, arcs: arcs.map((arc) => ({ from: arc.from, to: arc.to, strength: measure.weigh(arc, arcs), label: measure.label(arc) })) };
  }

  function draw() {
    if (cy) cy.destroy();
    cy = journeymine.drawMap(host, readDrawing());
    cy.on("tap", "node", (event) => choose(event.target.id() === chosen ? "" : event.target.id()));
    cy.on("tap", (event) => event.target === cy && choose(""));
    fillNodes();
    choose(nodes.some((node) => node.id === chosen) ? chosen : "");
    const touchpoints = (list) => list.filter((node) => node.kind === "touchpoint").length;
    const counted = journeymine.describeShown([touchpoints(nodes), touchpoints(shown.nodes)], [cy.edges().length, shown.arcs.length]);
    const told = model() ? journeymine.describeModel(model(), notes[number()]) : journeymine.describeStrongest(shown.arcs, labelOf);
    document.getElementById("summary").textContent = [slice() ? journeymine.describeSlice(slice(), segments) : "", counted, told].filter(Boolean).join(" ");
    journeymine.map = { cy, shown };
  }

  function choose(id) {
    chosen = id;
    form.elements.node.value = id;
    journeymine.lightNode(cy, id);
    selection.hidden = !id;
    if (!id) return;
    const node = shown.nodes.find((each) => each.id === id);
    journeymine.fillSelection(selection, node, shown.arcs, labelOf, model() ? null : feelingOf(node));
  }

  function fillNodes() {
    const named = nodes.filter((node) => node.kind === "touchpoint").sort((a, b) => (a.label < b.label ? -1 : 1));
    form.elements.node.replaceChildren(new Option(say("none chosen"), ""), ...named.map((node) => new Option(node.label, node.id)));
  }

  function fillLegend() {
    document.getElementById("legend").replaceChildren(...graph.stages.map((stage) => journeymine.makeLegendEntry(stage, journeymine.stageColor(graph.stages, stage))));
  }

  /** A model has no waits, no ends and no detail to thin. */
  function limitControls() {
    for (const name of ["detail", "ways"]) {
      form.elements[name].disabled = Boolean(model());
      form.elements[name + "Shown"].value = tellShare(form.elements[name].value / 100, 0);
    }
    form.elements.ends.disabled = Boolean(model());
    for (const option of form.elements.measure) option.disabled = Boolean(model() && option.value !== "count");
    if (model()) form.elements.measure.value = "count";
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name === "node") return choose(event.target.value);
    if (event.target.name === "source" || event.target.name === "ends") shown = readShown();
    if (event.target.name === "source") journeymine.fillWays(document.getElementById("transitions-table"), graph, slice());
    limitControls();
    return draw();
  });
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  journeymine.bindPictures("process-map", () => cy);
  journeymine.walkMap(host, () => cy, (id) => choose(id === chosen ? "" : id), (text) => { document.getElementById("said").textContent = text; });
  journeymine.fillWays(document.getElementById("transitions-table"), graph, null);
  fillLegend();
  limitControls();
  draw();
})(window.journeymine);
