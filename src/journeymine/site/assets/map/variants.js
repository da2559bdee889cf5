/* The variants' page: tick paths in the list, and the map of only those is counted and drawn here. */
"use strict";

(function (journeymine) {
  const data = journeymine.data("variants");
  const host = document.getElementById("map");
  const table = document.getElementById("variants-table");
  const form = document.getElementById("controls");
  const { say, sayCount, number } = journeymine;
  const SIZE = { least: 16, more: 40 };
  let cy = null;
  let boxes = []; // of the rows of the slice that is shown

  const isChosen = ({ grain, kind, name }) => grain === form.elements.grain.value && `${kind}:${name}` === form.elements.slice.value;
  const slice = () => data.slices.find(isChosen) || { journeys: 0, rows: [] };
  const read = ([path, journeys]) => ({ path: data.paths[path], journeys });
  const labelOf = ({ label, isStage }) => (isStage || label === "rare touchpoint" ? say(label) : label);
  const marked = (word) => boxes.filter((box) => box.closest("tr").querySelector(`.path [data-mark="${word}"]`));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => Number(box.value)).sort((a, b) => a - b);

  /** Count journeys per touchpoint and transitions per way of the chosen variants. */
  journeymine.countVariants = (variants) => {
    const [journeys, ways] = [new Map(), new Map()];
    const add = (counts, key, count) => counts.set(key, (counts.get(key) || 0) + count);
    for (const { path, journeys: count } of variants) {
      for (const place of new Set(path)) add(journeys, place, count);
      path.slice(1).forEach((place, index) => add(ways, `${path[index]},${place}`, count));
    }
    const arcs = Array.from(ways, ([key, count]) => ({ from: key.split(",")[0], to: key.split(",")[1], count }));
    arcs.sort((a, b) => b.count - a.count || Number(a.from) - Number(b.from) || Number(a.to) - Number(b.to));
    return { journeys, arcs };
  };

  function fillWays(arcs) {
    const row = (cells, tag) => {
      const line = document.createElement("tr");
      for (const cell of cells) line.append(Object.assign(document.createElement(tag), { textContent: cell }));
      line.lastChild.className = "n";
      return line;
    };
    const label = (place) => labelOf(data.touchpoints[place]);
    const [head, body] = [document.createElement("thead"), document.createElement("tbody")];
    head.append(row([say("From"), say("To"), say("Transitions")], "th"));
    body.append(...arcs.map((arc) => row([label(arc.from), label(arc.to), number(arc.count)], "td")));
    document.getElementById("ways-table").replaceChildren(head, body);
  }

  function draw() {
    if (cy) cy.destroy();
    cy = null;
    const variants = chosen().map((index) => read(slice().rows[index]));
    const { journeys, arcs } = journeymine.countVariants(variants);
    const most = Math.max(1, ...journeys.values());
    const strongest = Math.max(1, ...arcs.map((arc) => arc.count));
    const nodes = data.touchpoints
      .map((touchpoint, index) => ({ ...touchpoint, label: labelOf(touchpoint), id: String(index), kind: "touchpoint", count: journeys.get(index) || 0 }))
      .filter((node) => node.count)
      .map((node) => ({ ...node, size: SIZE.least + SIZE.more * Math.sqrt(node.count / most) }));
    const total = variants.reduce((sum, variant) => sum + variant.journeys, 0);
    document.getElementById("summary").textContent = nodes.length
      ? say("{ticked} of {listed} listed variants, {journeys}: {touchpoints} and {ways} between them.", {
        ticked: number(variants.length), listed: number(slice().rows.length),
        journeys: sayCount("{count} journey", "{count} journeys", total),
        touchpoints: form.elements.grain.value === "stage" ? sayCount("{count} stage", "{count} stages", nodes.length) : sayCount("{count} touchpoint", "{count} touchpoints", nodes.length),
        ways: sayCount("{count} way", "{count} ways", arcs.length),
      })
      : say("No variant is ticked.");
    fillWays(arcs);
    for (const button of ["fit", "svg", "png"]) document.getElementById(button).disabled = !nodes.length;
    host.hidden = !nodes.length;
    if (nodes.length) {
      const lanes = journeymine.placeLanes(nodes, data.stages);
      cy = journeymine.drawMap(host, { nodes, lanes, stages: data.stages, arcs: arcs.map((arc) => ({ ...arc, strength: Math.sqrt(arc.count / strongest), label: number(arc.count) })) });
      cy.on("tap", "node", (event) => journeymine.lightNode(cy, event.target.hasClass("lit") && !event.target.hasClass("faded") ? "" : event.target.id()));
      cy.on("tap", (event) => event.target === cy && journeymine.lightNode(cy, ""));
    }
    journeymine.map = { cy };
  }

  function fillLegend() {
    document.getElementById("legend").replaceChildren(...data.stages.filter(Boolean).map((stage) => journeymine.makeLegendEntry(stage, journeymine.stageColor(data.stages, stage))));
  }

  /** Show the rows of the chosen slice and grain in the list, and its first five on the map. */
  function show() {
    const [body, { slice: part, grain }] = [table.tBodies[0], form.elements];
    if (body.dataset.slice !== part.value || body.dataset.grain !== grain.value) {
      journeymine.writeVariants(body, data, slice());
      for (const heading of table.tHead.rows[0].cells) heading.removeAttribute("aria-sort");
    }
    Object.assign(body.dataset, { slice: part.value, grain: grain.value });
    document.getElementById("listed").hidden = part.value !== "all:all";
    boxes = Array.from(table.querySelectorAll("input[type=checkbox]"));
    tick(new Set(boxes.filter((box) => Number(box.value) < 5)));
  }

  function tick(wanted) {
    for (const box of boxes) box.checked = wanted.has(box);
    draw();
  }

  const choices = { happy: () => marked("happy path"), slow: () => marked("longest waiting"), all: () => boxes, none: () => [] };
  for (const button of document.querySelectorAll("[data-choose]")) {
    const { choose } = button.dataset;
    button.addEventListener("click", () => tick(new Set(choices[choose] ? choices[choose]() : boxes.filter((box) => Number(box.value) < Number(choose)))));
  }
  table.addEventListener("change", draw);
  for (const name of ["slice", "grain"]) form.elements[name].addEventListener("change", show);
  document.addEventListener("themechange", () => { fillLegend(); draw(); });
  journeymine.bindPictures("variants-map", () => cy);
  journeymine.walkMap(host, () => cy, (id) => journeymine.lightNode(cy, id), (text) => { document.getElementById("said").textContent = text; });
  form.addEventListener("submit", (event) => event.preventDefault());
  fillLegend();
  show();
})(window.journeymine);
