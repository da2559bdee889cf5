/* What the process map says in words: its summary, and the panel of a chosen touchpoint. */
"use strict";

(function (journeymine) {
  const format = new Intl.NumberFormat("en");
  journeymine.describeModel = ({ fitness, precision, coverage, sound, note }) => {
    const share = (value) => (value === null || value === undefined ? "not known" : (100 * value).toFixed(1) + "%");
    const soundness = sound === null || sound === undefined ? "soundness not known" : sound ? "sound" : "not sound";
    return `Fitness ${share(fitness)}, precision ${share(precision)}, ${soundness}; measured on ${share(coverage)} of the journeys. ${note}`.trim();
  };

  journeymine.describeStrongest = (arcs, labelOf) => {
    const first = arcs.find((arc) => arc.from !== arc.to);
    if (!first) return "";
    const wait = first.typical ? `, typically after ${first.typical}` : `, half of them within ${first.wait}`;
    return `Most often taken: “${labelOf(first.from)}” to “${labelOf(first.to)}”, ${format.format(first.count)} times${wait}.`;
  };

  function listWays(title, arcs, end, labelOf) {
    const box = document.createElement("div");
    const heading = document.createElement("h4");
    heading.textContent = title;
    const list = document.createElement("ul");
    for (const arc of arcs) {
      const item = document.createElement("li");
      const figures = [arc.count === null ? "" : format.format(arc.count), arc.wait && `half within ${arc.wait}`, arc.late && `one in ten over ${arc.late}`, arc.typical && `typically after ${arc.typical}`].filter(Boolean);
      const name = document.createElement("bdi");
      name.textContent = labelOf(arc[end]);
      item.append(name, figures.length ? " · " + figures.join(" · ") : "");
      list.append(item);
    }
    if (!arcs.length) list.append("none of enough customers");
    box.append(heading, list);
    return box;
  }

  function listFacts(node) {
    const facts = document.createElement("ul");
    const add = (text) => text && facts.append(Object.assign(document.createElement("li"), { textContent: text }));
    add(node.customers && `${format.format(node.customers)} customers${node.journeys ? ` in ${node.journeys} journeys` : ""}`);
    add(node.steps && `${format.format(node.steps)} steps in the journeys of this slice`);
    add(node.left && `left for good here: ${node.left}`);
    add(node.open && `still open here: ${node.open}`);
    add(node.onward && `half go on within ${node.onward}`);
    add(node.ends !== undefined && `journeys that end here so far: ${node.ends === null ? "few" : format.format(node.ends)}`);
    return facts;
  }

  /** Fill the panel of a node: customers, exits and waits, its ways in and out. */
  journeymine.fillSelection = (panel, node, arcs, labelOf) => {
    const title = document.createElement("h3");
    title.textContent = node.label;
    const facts = document.createElement("div");
    const heading = document.createElement("h4");
    heading.textContent = "What becomes of journeys here";
    facts.append(heading, listFacts(node));
    const columns = document.createElement("div");
    columns.className = "columns";
    columns.append(facts, listWays("Where from", arcs.filter((arc) => arc.to === node.id), "from", labelOf), listWays("Where to", arcs.filter((arc) => arc.from === node.id), "to", labelOf));
    if (!facts.querySelector("li")) facts.remove();
    panel.replaceChildren(title, columns);
  };
})(window.journeymine);
