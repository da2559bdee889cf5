/* Words and colours of the explorer: names of nodes, figures that keep small groups untold, rows of the table, the sentence. */
"use strict";

(function (journeymine) {
  const { START, OTHER } = journeymine;
  const { say, sayCount, number, share: tellShare } = journeymine;
  const END_NAMES = [say("Reached a goal"), say("Left"), say("Still open")]; // in the order of the data's statuses
  const END_COLORS = ["good", "bad", "open"];
  const END_FILTERS = [say("reached a goal"), say("left"), say("still open")];
  const NO_NAMES = [journeymine.mark("Rare touchpoints"), journeymine.mark("… steps left out …"), journeymine.mark("other channels")];

  const COUNTED = {
    journey: (count) => sayCount("{count} journey", "{count} journeys", count),
    visit: (count) => sayCount("{count} visit", "{count} visits", count),
    customer: (count) => sayCount("{count} customer", "{count} customers", count),
  };
  const FEWER = { journey: say("fewer than {minimum} journeys"), visit: say("fewer than {minimum} visits"), customer: say("fewer than {minimum} customers") };
  const UNIT_HEADINGS = { journey: say("Journeys"), visit: say("Visits"), customer: say("Customers") };
  const STARTS = { journey: say("Journey starts"), visit: say("Visit starts"), customer: say("First seen") };
  const EDGES = {
    after: { journey: say("the start of the journey"), visit: say("the start of the visit"), customer: say("the first step of the customer") },
    before: { journey: say("the end of the journey"), visit: say("the end of the visit"), customer: say("the last step of the customer") },
  };

  /** Where paths begin, or end, when no touchpoint is chosen. */
  journeymine.tellEdge = (state) => EDGES[state.direction][state.unit];

  /** A name of the data: a touchpoint's own, or a word for what has none; of a channel, the word for it where there is one. */
  journeymine.tellName = (name) => (NO_NAMES.includes(name) ? say(name) : name);

  journeymine.END_NAMES = END_NAMES;
  journeymine.END_FILTERS = END_FILTERS;
  journeymine.END_COLORS = END_COLORS;

  /** The words for one state of the explorer. `total` is the journeys shown, `totals` those of each column. */
  journeymine.makeView = (data, state, total, totals) => {
    const fewer = FEWER[state.unit].replace("{minimum}", data.minimumCell);
    const isSmall = (count) => count > 0 && count < data.minimumCell;
    const amount = (count) => (isSmall(count) ? say("fewer than {minimum}", { minimum: data.minimumCell }) : number(count));
    const journeysOf = (count) => (isSmall(count) ? fewer : COUNTED[state.unit](count));
    const share = (part, whole) => (isSmall(part) || !whole ? "–" : tellShare(part / whole));
    const isBackward = state.direction === "before";
    const firstStep = isBackward && !state.anchor ? 1 : 0; // the column before it says how journeys ended

    function nameOf(key) {
      if (key === OTHER) return say("Other touchpoints");
      if (key === START) return STARTS[state.unit];
      return key < 0 ? END_NAMES[-1 - key] : journeymine.tellName(data.touchpoints[key].name);
    }

    function colorOf(key) {
      if (key === OTHER || key === START) return journeymine.color("other");
      return key < 0 ? journeymine.color(END_COLORS[-1 - key]) : journeymine.stageColor(data.stages, data.touchpoints[key].stage);
    }

    function headingOf(column) {
      const step = column - firstStep;
      if (step < 0) return say("END");
      if (!isBackward && !state.anchor) return say("STEP {number}", { number: step + 1 });
      if (step === 0) return state.anchor ? say("CHOSEN") : say("LAST STEP");
      return `${isBackward ? "−" : "+"}${step}`;
    }

    /** A ribbon has the colour of where it comes from, or of the end it leads to. */
    function linkColorOf(link) {
      const [before, after] = isBackward ? [link.to, link.from] : [link.from, link.to];
      return colorOf(after < 0 && after > START ? after : before);
    }

    return {
      title: say("Paths of customers, step by step"),
      isSmall,
      nameOf,
      colorOf,
      linkColorOf,
      headingOf,
      labelOf: (node) => (node.key === OTHER ? say("Other ({count})", { count: number(node.members) }) : nameOf(node.key)),
      countOf: (node) => (isSmall(node.count) ? "<" + data.minimumCell : number(node.count)),
      figuresOf: (node) => `${amount(node.count)} · ${share(node.count, totals[node.column])}`,
      isHatched: (key) => key === START || key === -3,
      opacityOf: (link) => (isSmall(link.count) ? 0.14 : 0.32),
      pairOf: (link) => (isBackward ? [link.to, link.from] : [link.from, link.to]).map(nameOf).join(" → "),
      linkTitle: (link) => `${(isBackward ? [link.to, link.from] : [link.from, link.to]).map(nameOf).join(" → ")}\n${say("{journeys}: {share} of all shown", { journeys: journeysOf(link.count), share: share(link.count, total) })}`,
      describe: (thing) => say("{journeys} · {step} of the step · {all} of all shown", { journeys: journeysOf(thing.count), step: share(thing.count, totals[thing.column]), all: share(thing.count, total) }),
      cellsOf: (link, to, fromCount) => [headingOf(link.column).toLowerCase(), nameOf(link.from), to, amount(link.count), share(link.count, fromCount), share(link.count, totals[link.column]), share(link.count, total)],
    };
  };

  journeymine.linkHeadings = (state) => [say("Step"), say("Touchpoint"), state.direction === "before" ? say("Before it") : say("Next"), UNIT_HEADINGS[state.unit], say("Of those at the touchpoint"), say("Of the step"), say("Of all shown")];

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
    for (const link of small.values()) add(link, say("others, fewer than {minimum} each", { minimum: minimumCell }));
    return rows.sort((a, b) => a.link.column - b.link.column).map(({ cells }) => cells);
  };

  function tellPeriod({ from, to }) {
    if (from && to) return from === to ? from : say("{first} to {last}", { first: from, last: to });
    return from ? say("from {month} on", { month: from }) : to && say("until {month}", { month: to });
  }

  /** One sentence for what the picture shows, read out when it changes. */
  journeymine.describeState = (data, state, total, current) => {
    const isAfter = state.direction === "after";
    const what = state.anchor ? `“${journeymine.tellName(state.anchor)}”` : journeymine.tellEdge(state);
    const end = state.status && END_FILTERS[data.statuses.indexOf(state.status)];
    const filters = [state.channel && say("channel {name}", { name: say(state.channel) }), state.goal && say("goal {name}", { name: state.goal }), end, tellPeriod(state), state.segment, state.product, state.businessUnit].filter(Boolean);
    const scope = filters.length ? ` (${filters.join(", ")})` : "";
    if (!total) return say("Nobody{scope} comes to {place}.", { scope, place: what });
    if (!current) return say("{place}: {few}{scope}; so few are not drawn.", { few: FEWER[state.unit].replace("{minimum}", data.minimumCell), scope, place: what });
    const column = state.anchor ? 1 : 0;
    const top = current.graph.nodes
      .filter((node) => node.column === column && node.key !== OTHER && !current.view.isSmall(node.count))
      .sort((a, b) => b.count - a.count || a.key - b.key)
      .slice(0, 3);
    const said = top.map((node) => `${current.view.nameOf(node.key)} ${tellShare(node.count / current.place.totals[column])}`).join(", ");
    const lead = state.anchor ? (isAfter ? say("Next: {names}.", { names: said }) : say("Just before: {names}.", { names: said })) : isAfter ? say("First: {names}.", { names: said }) : say("How they ended: {names}.", { names: said });
    const counted = isAfter
      ? say("{counted}{scope} from {place}.", { counted: COUNTED[state.unit](total), scope, place: what })
      : say("{counted}{scope} up to {place}.", { counted: COUNTED[state.unit](total), scope, place: what });
    return counted + (said ? ` ${lead}` : "");
  };
})(window.journeymine);
