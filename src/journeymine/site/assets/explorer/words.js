/* Words and colours of the explorer: names of nodes, figures that keep small groups untold, rows of the table, the sentence. */
"use strict";

(function (journeymine) {
  const { START, OTHER } = journeymine;
  const END_NAMES = ["Reached a goal", "Left", "Still open"]; // in the order of the data's statuses
  const END_COLORS = ["good", "bad", "open"];
  const format = new Intl.NumberFormat("en");

  journeymine.END_NAMES = END_NAMES;
  journeymine.END_COLORS = END_COLORS;

  /** The words for one state of the explorer. `total` is the journeys shown, `totals` those of each column. */
  journeymine.makeView = (data, state, total, totals) => {
    const isSmall = (count) => count > 0 && count < data.minimumCell;
    const amount = (count) => (isSmall(count) ? `fewer than ${data.minimumCell}` : format.format(count));
    const share = (part, whole) => (isSmall(part) || !whole ? "–" : ((100 * part) / whole).toFixed(1) + "%");
    const isBackward = state.direction === "before";
    const firstStep = isBackward && !state.anchor ? 1 : 0; // the column before it says how journeys ended

    function nameOf(key) {
      if (key === OTHER) return "Other touchpoints";
      if (key === START) return "Journey starts";
      return key < 0 ? END_NAMES[-1 - key] : data.touchpoints[key].name;
    }

    function colorOf(key) {
      if (key === OTHER || key === START) return journeymine.color("other");
      return key < 0 ? journeymine.color(END_COLORS[-1 - key]) : journeymine.stageColor(data.stages, data.touchpoints[key].stage);
    }

    function headingOf(column) {
      const step = column - firstStep;
      if (step < 0) return "END";
      if (!isBackward && !state.anchor) return `STEP ${step + 1}`;
      if (step === 0) return state.anchor ? "CHOSEN" : "LAST STEP";
      return `${isBackward ? "−" : "+"}${step}`;
    }

    /** A ribbon has the colour of where it comes from, or of the end it leads to. */
    function linkColorOf(link) {
      const [before, after] = isBackward ? [link.to, link.from] : [link.from, link.to];
      return colorOf(after < 0 && after > START ? after : before);
    }

    return {
      title: "Paths of customers, step by step",
      isSmall,
      nameOf,
      colorOf,
      linkColorOf,
      headingOf,
      labelOf: (node) => (node.key === OTHER ? `Other (${node.members})` : nameOf(node.key)),
      countOf: (node) => (isSmall(node.count) ? "<" + data.minimumCell : format.format(node.count)),
      figuresOf: (node) => `${amount(node.count)} · ${share(node.count, totals[node.column])}`,
      isHatched: (key) => key === START || key === -3,
      opacityOf: (link) => (isSmall(link.count) ? 0.14 : 0.32),
      pairOf: (link) => (isBackward ? [link.to, link.from] : [link.from, link.to]).map(nameOf).join(" → "),
      linkTitle: (link) => `${(isBackward ? [link.to, link.from] : [link.from, link.to]).map(nameOf).join(" → ")}\n${amount(link.count)} journeys, ${share(link.count, total)} of all shown`,
      describe: (thing) => `${amount(thing.count)} journeys · ${share(thing.count, totals[thing.column])} of the step · ${share(thing.count, total)} of all shown`,
      cellsOf: (link, to, fromCount) => [headingOf(link.column).toLowerCase(), nameOf(link.from), to, amount(link.count), share(link.count, fromCount), share(link.count, totals[link.column]), share(link.count, total)],
    };
  };

  journeymine.linkHeadings = (state) => ["Step", "Touchpoint", state.direction === "before" ? "Before it" : "Next", "Journeys", "Of those at the touchpoint", "Of the step", "Of all shown"];

  /** Rows of the table and the CSV: ribbons by step; those of few journeys are one row for each touchpoint they leave. */
  journeymine.listLinks = (graph, view, minimumCell) => {
    const counts = new Map(graph.nodes.map((node) => [node.id, node.count]));
    const rows = [];
    const small = new Map();
    const add = (link, to) => rows.push({ link, cells: view.cellsOf(link, to, counts.get(link.column + ":" + link.from)) });
    const links = graph.links.slice().sort((a, b) => a.column - b.column || b.count - a.count || a.from - b.from || a.to - b.to);
    for (const link of links) {
      const from = link.column + ":" + link.from;
      if (!view.isSmall(link.count)) add(link, view.nameOf(link.to));
      else if (small.has(from)) small.get(from).count += link.count;
      else small.set(from, { ...link });
    }
    for (const link of small.values()) add(link, `others, fewer than ${minimumCell} each`);
    return rows.sort((a, b) => a.link.column - b.link.column).map(({ cells }) => cells);
  };

  /** One sentence for what the picture shows, read out when it changes. */
  journeymine.describeState = (data, state, total, current) => {
    const isAfter = state.direction === "after";
    const what = state.anchor ? `“${state.anchor}”` : `the ${isAfter ? "start" : "end"} of the journey`;
    const end = state.status && END_NAMES[data.statuses.indexOf(state.status)].toLowerCase();
    const filters = [state.channel && `channel ${state.channel}`, state.goal && `goal ${state.goal}`, end].filter(Boolean);
    const scope = filters.length ? ` (${filters.join(", ")})` : "";
    if (!total) return `No journey${scope} comes to ${what}.`;
    if (!current) return `Fewer than ${data.minimumCell} journeys${scope} come to ${what}; so few are not drawn.`;
    const column = state.anchor ? 1 : 0;
    const top = current.graph.nodes
      .filter((node) => node.column === column && node.key !== OTHER && !current.view.isSmall(node.count))
      .sort((a, b) => b.count - a.count || a.key - b.key)
      .slice(0, 3);
    const said = top.map((node) => `${current.view.nameOf(node.key)} ${((100 * node.count) / current.place.totals[column]).toFixed(1)}%`).join(", ");
    const lead = state.anchor ? (isAfter ? "Next" : "Just before") : isAfter ? "First" : "How they ended";
    return `${format.format(total)} journeys${scope} ${isAfter ? "from" : "up to"} ${what}.` + (said ? ` ${lead}: ${said}.` : "");
  };
})(window.journeymine);
