/* The process map's graph from its compact data, the ends of journeys as nodes of it, and the table of all its ways. */
"use strict";

(function (journeymine) {
  const { say, number, durationText } = journeymine;
  const NOTHING = "–";

  /** The lane of the ends; the words of its nodes are said in words.js. */
  journeymine.ENDS = journeymine.mark("where journeys end");

  /** Ways by the ids of nodes; those that are drawn at most, and `all` of them with names for the table. */
  journeymine.readGraph = ({ nodes, others, arcs, drawnCount, stages }) => {
    const names = [...nodes.map(({ label }) => label), ...others];
    return {
      stages,
      nodes: nodes.map((node, index) => ({ ...node, index })),
      arcs: arcs.slice(0, drawnCount).map(([from, to, count, customers, seconds, lateSeconds]) => ({ from: "t" + from, to: "t" + to, count, customers, seconds, lateSeconds })),
      all: arcs.map(([from, to, ...figures]) => [names[from], names[to], ...figures]),
    };
  };

  /** The same graph with two more nodes, "left for good" and "still open", and a way to them from where journeys end so. */
  journeymine.addEnds = ({ nodes, arcs }) => {
    const ends = ["left", "open"].map((name, row) => {
      const own = nodes.filter((node) => node[name]).map((node) => ({ from: node.id, to: name, count: node[name] }));
      const total = own.reduce((sum, arc) => sum + arc.count, 0);
      return { own, node: { id: name, label: name, kind: "end", stage: journeymine.ENDS, row, customers: total, journeysHere: total } };
    }).filter(({ own }) => own.length);
    return { nodes: [...nodes, ...ends.map(({ node }) => node)], arcs: [...arcs, ...ends.flatMap(({ own }) => own)].sort((a, b) => b.count - a.count) };
  };

  function writeWay([from, to, count, customers, seconds, lateSeconds, journeys]) {
    const row = document.createElement("tr");
    for (const [index, name] of [from, to].entries()) {
      const cell = document.createElement(index ? "td" : "th");
      if (!index) cell.scope = "row";
      cell.append(Object.assign(document.createElement("bdi"), { textContent: name }));
      row.append(cell);
    }
    const counts = [count, customers, journeys].map((value) => [value, value === null ? NOTHING : number(value)]);
    for (const [value, text] of [...counts, ...[seconds, lateSeconds].map((each) => [each, each === null ? NOTHING : durationText(each)])]) {
      const cell = Object.assign(document.createElement("td"), { className: "n", textContent: text });
      cell.dataset.value = value === null ? "" : value;
      row.append(cell);
    }
    return row;
  }

  function writeRest(count) {
    const row = Object.assign(document.createElement("tr"), { className: "rest" });
    const cells = [say("other ways"), NOTHING, number(count), NOTHING, NOTHING, NOTHING, NOTHING];
    row.append(...cells.map((text, index) => Object.assign(document.createElement(index ? "td" : "th"), { textContent: text, className: index > 1 ? "n" : "" })));
    return row;
  }

  /** Fill the table with the ways of all journeys, after those that stand in the page; or with those of a slice. */
  journeymine.fillWays = (table, graph, slice) => {
    const body = table.tBodies[0];
    const written = Array.from(body.rows).filter((row) => !row.classList.contains("rest"));
    graph.written = graph.written || { rows: written, rest: Array.from(body.querySelectorAll(".rest")) };
    graph.written.all = graph.written.all || [...graph.written.rows, ...graph.all.slice(written.length).map(writeWay), ...graph.written.rest];
    const name = (index) => graph.nodes[index].label;
    const rows = slice ? [...slice.arcs.map(([from, to, count, seconds, late]) => writeWay([name(from), name(to), count, null, seconds, late, null])), ...(slice.restCount ? [writeRest(slice.restCount)] : [])] : graph.written.all;
    body.replaceChildren(...rows);
    for (const heading of table.tHead.rows[0].cells) heading.removeAttribute("aria-sort");
  };

  const told = (value) => number(value, 2);

  /** How customers felt at a touchpoint, in a sentence and in their own words; null where nobody said. */
  journeymine.describeFeeling = ({ point, isOfSegment, quotes }) => {
    if (!point && !quotes.length) return null;
    const box = document.createElement("div");
    box.append(Object.assign(document.createElement("h3"), { textContent: isOfSegment ? say("How customers of the segment felt here") : say("How customers felt here") }));
    const text = point
      ? journeymine.sayCount("{valence} from -1 to 1 (95% interval {low} to {high}), {count} customer; {share} of the answers are ratings.", "{valence} from -1 to 1 (95% interval {low} to {high}), {count} customers; {share} of the answers are ratings.", point[3], { valence: told(point[0]), low: told(point[1]), high: told(point[2]), share: journeymine.share(point[4], 0) })
      : say("Too few of them told it.");
    box.append(Object.assign(document.createElement("p"), { textContent: text }));
    for (const [words, valence, isRated, source, record] of quotes) {
      const quote = Object.assign(document.createElement("blockquote"), { className: "quote" });
      const line = document.createElement("p");
      line.append(Object.assign(document.createElement("bdi"), { textContent: words }));
      const values = { valence: told(valence), source, record };
      const foot = isRated ? say("rated {valence}", values) : say("read as {valence}", values);
      const from = record ? say("record {record} of {source}", values) : source;
      quote.append(line, Object.assign(document.createElement("footer"), { textContent: `${foot} · ${from}` }));
      box.append(quote);
    }
    return box;
  };
})(window.journeymine);
