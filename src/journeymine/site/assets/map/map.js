/* The process map's page: what is shown is chosen and placed by graph.js, drawn by draw.js, told by words.js. */
"use strict";

(function (journeymine) {
  const graph = journeymine.data("graph");
  const models = journeymine.data("models") || [];
  const slices = journeymine.data("slices") || [];
  const form = document.getElementById("controls");
  const host = document.getElementById("map");
  const selection = document.getElementById("selection");
  const notes = journeymine.data("notes") || [];
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
    return {
      nodes: graph.nodes.filter((node) => steps[node.id]).map(({ id, label, kind, stage, row }) => ({ id, label, kind, stage, row, customers: null, steps: steps[id][0], ends: steps[id][1] })),
      arcs: arcs.map(([from, to, count, seconds]) => ({ from, to, count, seconds, isTypical: true })),
    };
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
    nodes = model() ? ranked : journeymine.chooseNodes(ranked, share("detail"));
    const arcs = model() ? shown.arcs : journeymine.chooseArcs(shown.arcs, nodes, share("ways"));
    const lanes = model() ? journeymine.placeLayers(nodes) : journeymine.placeLanes(nodes, graph.stages);
    const largest = Math.max(1, ...nodes.map((node) => node.customers));
    for (const node of nodes) node.size = model() ? 24 : 16 + 40 * Math.sqrt(node.customers / largest);
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
    document.getElementById("summary").textContent = [slice() ? journeymine.describeSlice(slice()) : "", counted, told].filter(Boolean).join(" ");
    journeymine.map = { cy, shown };
  }

  function choose(id) {
    chosen = id;
    form.elements.node.value = id;
    journeymine.lightNode(cy, id);
    selection.hidden = !id;
    if (id) journeymine.fillSelection(selection, shown.nodes.find((node) => node.id === id), shown.arcs, labelOf);
  }

  function fillNodes() {
    const named = nodes.filter((node) => node.kind === "touchpoint").sort((a, b) => (a.label < b.label ? -1 : 1));
    form.elements.node.replaceChildren(new Option(say("none chosen"), ""), ...named.map((node) => new Option(node.label, node.id)));
  }

  function fillLegend() {
    document.getElementById("legend").replaceChildren(...graph.stages.map((stage) => journeymine.makeLegendEntry(stage, journeymine.stageColor(graph.stages, stage))));
  }

  /** A model has no waits and no detail to thin; a slice has one typical wait. */
  function limitControls() {
    for (const name of ["detail", "ways"]) {
      form.elements[name].disabled = Boolean(model());
      form.elements[name + "Shown"].value = tellShare(form.elements[name].value / 100, 0);
    }
    for (const option of form.elements.measure) option.disabled = Boolean(model() && option.value !== "count") || Boolean(slice() && option.value === "late");
    const ticked = Array.from(form.elements.measure).find((option) => option.checked);
    if (ticked.disabled) form.elements.measure.value = slice() ? "wait" : "count";
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name === "node") return choose(event.target.value);
    if (event.target.name === "source") shown = model() ? model().graph : slice() ? readSlice(slice()) : graph;
    limitControls();
    return draw();
  });
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  journeymine.bindPictures("process-map", () => cy);
  journeymine.walkMap(host, () => cy, (id) => choose(id === chosen ? "" : id), (text) => { document.getElementById("said").textContent = text; });
  fillLegend();
  limitControls();
  draw();
})(window.journeymine);
