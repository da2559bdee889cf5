/* What the process map says in words: its summary, and the panel of a chosen touchpoint. */
"use strict";

(function (journeymine) {
  const { say, sayCount, number, share, durationText } = journeymine;

  const SLICES = {
    segment: (count, values) => sayCount("{count} journey of customers of segment “{name}”.", "{count} journeys of customers of segment “{name}”.", count, values),
    channel: (count, values) => sayCount("{count} journey with channel “{name}”.", "{count} journeys with channel “{name}”.", count, values),
    product: (count, values) => sayCount("{count} journey with product “{name}”.", "{count} journeys with product “{name}”.", count, values),
    "business unit": (count, values) => sayCount("{count} journey with business unit “{name}”.", "{count} journeys with business unit “{name}”.", count, values),
    period: (count, values) => sayCount("{count} journey with period “{name}”.", "{count} journeys with period “{name}”.", count, values),
    status: (count, values) => sayCount("{count} journey with status “{name}”.", "{count} journeys with status “{name}”.", count, values),
  };
  const NAMES = [journeymine.mark("rare touchpoint"), journeymine.mark("start"), journeymine.mark("end")];
  const STATUSES = [journeymine.mark("converted"), journeymine.mark("abandoned"), journeymine.mark("open")];

  const ENDS = { left: journeymine.mark("left for good"), open: journeymine.mark("still open") };

  /** A node's name: a touchpoint's own, or a word for what is none. */
  journeymine.labelNode = ({ label, stage }) => (stage === journeymine.ENDS ? say(ENDS[label]) : NAMES.includes(label) ? say(label) : label);

  journeymine.describeSlice = ({ kind, name, journeys }, segments) => SLICES[kind](journeys, { name: kind === "segment" ? segments[name] || name : kind === "channel" || STATUSES.includes(name) ? say(name) : name });

  journeymine.describeShown = (touchpoints, ways) =>
    say("{shown} of {all} touchpoints and {drawn} of {ways} ways are shown.", { shown: number(touchpoints[0]), all: number(touchpoints[1]), drawn: number(ways[0]), ways: number(ways[1]) });

  journeymine.describeModel = ({ fitness, precision, coverage, sound }, note) => {
    const told = (value) => (value === null || value === undefined ? say("not known") : share(value));
    const soundness = sound === null || sound === undefined ? say("soundness not known") : sound ? say("sound") : say("not sound");
    const values = { fitness: told(fitness), precision: told(precision), soundness, coverage: told(coverage) };
    return `${say("Fitness {fitness}, precision {precision}, {soundness}; measured on {coverage} of the journeys.", values)} ${note}`.trim();
  };

  journeymine.describeStrongest = (arcs, labelOf) => {
    const first = arcs.find((arc) => arc.from !== arc.to && Number.isFinite(arc.seconds));
    if (!first) return "";
    const values = { from: labelOf(first.from), to: labelOf(first.to), time: durationText(first.seconds) };
    return sayCount("Most often taken: “{from}” to “{to}”, {count} time, half of them within {time}.", "Most often taken: “{from}” to “{to}”, {count} times, half of them within {time}.", first.count, values);
  };

  function tellWay(arc) {
    const said = arc.count === null ? [] : [number(arc.count)];
    if (Number.isFinite(arc.seconds)) said.push(say("half within {time}", { time: durationText(arc.seconds) }));
    if (Number.isFinite(arc.lateSeconds)) said.push(say("one in ten over {time}", { time: durationText(arc.lateSeconds) }));
    return said;
  }

  function listWays(title, arcs, end, labelOf) {
    const box = document.createElement("div");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = Object.assign(document.createElement("ul"), { tabIndex: 0 }); // it may scroll
    for (const arc of arcs) {
      const item = document.createElement("li");
      const figures = tellWay(arc);
      const name = document.createElement("bdi");
      name.textContent = labelOf(arc[end]);
      item.append(name, figures.length ? " · " + figures.join(" · ") : "");
      list.append(item);
    }
    if (!arcs.length) list.append(say("none of enough customers"));
    box.append(heading, list);
    return box;
  }

  /** A count, or that there are few. */
  const tell = (count) => (count === null ? say("few") : number(count));

  function tellLeft({ left, leftInterval, leftShare }) {
    if (!leftInterval) return say("left for good here: {count}", { count: tell(left) });
    const interval = `${number(100 * leftInterval[0], 1)}–${share(leftInterval[1])}`;
    return say("left for good here: {count} ({share}; 95% interval {interval})", { count: number(left), share: share(leftShare), interval });
  }

  function listFacts(node) {
    const facts = document.createElement("ul");
    const add = (text) => facts.append(Object.assign(document.createElement("li"), { textContent: text }));
    if (node.journeys) add(sayCount("{count} customer in {journeys} journeys", "{count} customers in {journeys} journeys", node.customers, { journeys: number(node.journeys) }));
    if (node.steps) add(sayCount("{count} step in the journeys of this slice", "{count} steps in the journeys of this slice", node.steps));
    if (node.left !== undefined) add(tellLeft(node));
    if (node.open !== undefined) add(say("still open here: {count}", { count: tell(node.open) }));
    if (Number.isFinite(node.onwardSeconds)) add(say("half go on within {time}, one in ten over {late}", { time: durationText(node.onwardSeconds), late: durationText(node.onwardLateSeconds) }));
    if (node.journeysHere) add(sayCount("{count} journey", "{count} journeys", node.journeysHere));
    return facts;
  }

  /** Fill the panel of a node: customers, exits and waits, its ways in and out, how customers felt there. */
  journeymine.fillSelection = (panel, node, arcs, labelOf, feeling) => {
    const title = document.createElement("h2");
    title.textContent = journeymine.labelNode(node);
    const facts = document.createElement("div");
    const heading = document.createElement("h3");
    heading.textContent = say("What becomes of journeys here");
    facts.append(heading, listFacts(node));
    const columns = document.createElement("div");
    columns.className = "columns";
    columns.append(facts, listWays(say("Where from"), arcs.filter((arc) => arc.to === node.id), "from", labelOf), listWays(say("Where to"), arcs.filter((arc) => arc.from === node.id), "to", labelOf));
    if (!facts.querySelector("li")) facts.remove();
    const felt = feeling && journeymine.describeFeeling(feeling);
    const links = document.createElement("p");
    if (panel.dataset.paths && node.index !== undefined) {
      const link = (text, direction) => Object.assign(document.createElement("a"), { textContent: text, href: `${panel.dataset.paths}#${new URLSearchParams({ d: direction, a: node.label })}` });
      links.append(link(say("Paths that lead here"), "before"), " · ", link(say("Paths from here"), "after"));
    }
    panel.replaceChildren(title, columns, links, ...(felt ? [felt] : []));
  };
})(window.journeymine);
