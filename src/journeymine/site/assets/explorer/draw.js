/* Drawing: a placed graph as SVG whose nodes take the keyboard's focus. Colours are written into it, so it exports as it is. */
"use strict";

(function (journeymine) {
  const SVG = "http://www.w3.org/2000/svg";
  const FONT_SIZE = 12.5;
  const GAP = 5; // between a name and its count
  const ISOLATE = "unicode-bidi: isolate"; // a name written right to left must not turn its figures around
  const LEAST_CHARACTERS = 4; // of a name, however little room there is

  const make = (name, attributes, ...children) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /** The longest beginning of a bold text that fits. */
  function shorten(text, width) {
    if (journeymine.measure(text, FONT_SIZE, 600) <= width) return text;
    const characters = Array.from(text); // never half of an emoji
    let [fits, tooLong] = [LEAST_CHARACTERS - 1, characters.length];
    while (tooLong - fits > 1) {
      const middle = (fits + tooLong) >> 1;
      if (journeymine.measure(characters.slice(0, middle).join("") + "…", FONT_SIZE, 600) <= width) fits = middle;
      else tooLong = middle;
    }
    return characters.slice(0, fits).join("").trimEnd() + "…";
  }

  function drawNode(node, place, view) {
    const color = view.colorOf(node.key);
    const roomy = node.height >= 30;
    const label = view.labelOf(node);
    const figures = view.figuresOf(node);
    const width = place.pitch - place.nodeWidth - 14;
    const group = make("g", { class: "node", role: "button", tabindex: "-1", "data-id": node.id });
    group.append(make("title", {}, `${label} ${figures}, ${view.headingOf(node.column).toLowerCase()}\n${view.describe(node)}`));
    group.append(make("rect", { class: "focus", x: node.x - 3, y: node.y - 3, width: place.nodeWidth + 6, height: node.height + 6, rx: 4, fill: "none" }));
    group.append(make("rect", { x: node.x, y: node.y, width: place.nodeWidth, height: node.height, rx: 2, fill: color, ...(view.isHatched(node.key) ? { "fill-opacity": 0.45, stroke: color } : {}) }));
    const middle = node.y + Math.max(node.height, 10) / 2;
    const halo = { "paint-order": "stroke", stroke: journeymine.color("panel"), "stroke-width": 3.5, "stroke-linejoin": "round" };
    const text = make("text", { "aria-hidden": "true", x: node.x + place.nodeWidth + 6, y: roomy ? middle - 3 : middle + 4, fill: journeymine.color("ink"), ...halo });
    if (roomy) {
      text.append(make("tspan", { "font-weight": 600, style: ISOLATE }, shorten(label, width)));
      text.append(make("tspan", { x: node.x + place.nodeWidth + 6, dy: 16, fill: journeymine.color("quiet") }, figures));
    } else {
      const short = view.countOf(node);
      text.append(make("tspan", { "font-weight": 600, style: ISOLATE }, shorten(label, width - GAP - journeymine.measure(short, FONT_SIZE))));
      text.append(make("tspan", { dx: GAP, fill: journeymine.color("quiet") }, short));
    }
    group.append(text);
    return group;
  }

  /** Draw the graph into `host`. `view` is the explorer's words and colours. */
  journeymine.drawSankey = (host, graph, place, view) => {
    const svg = make("svg", {
      xmlns: SVG, width: place.width, height: place.height, viewBox: `0 0 ${place.width} ${place.height}`,
      "font-family": journeymine.color("font"), "font-size": FONT_SIZE, role: "group", "aria-label": view.title,
    });
    svg.append(make("rect", { width: place.width, height: place.height, fill: journeymine.color("panel") }));
    place.xs.forEach((x, column) => {
      svg.append(make("text", { x, y: 16, fill: journeymine.color("quiet"), "font-size": 11.5, "letter-spacing": ".04em" }, view.headingOf(column)));
    });
    const ribbons = make("g", { class: "ribbons" });
    const traces = make("g", { class: "traces", "pointer-events": "none" });
    for (const link of graph.links) {
      const color = view.linkColorOf(link);
      const ribbon = make("path", { class: "ribbon", "data-id": link.id, d: journeymine.ribbon(link, 1), fill: color, "fill-opacity": view.opacityOf(link) }, make("title", {}, view.linkTitle(link)));
      ribbons.append(ribbon);
    }
    svg.append(ribbons, traces);
    for (const node of graph.nodes) svg.append(drawNode(node, place, view));
    host.replaceChildren(svg);
    return svg;
  };

  /** Show the part of each ribbon that the traced journeys take, the rest pale; null takes the highlight away. */
  journeymine.showTrace = (svg, graph, view, traced, grouped) => {
    const traces = svg.querySelector(".traces");
    traces.replaceChildren();
    const links = new Map(graph.links.map((link) => [link.id, link]));
    for (const ribbon of svg.querySelectorAll(".ribbon")) {
      ribbon.setAttribute("fill-opacity", traced ? 0.1 : view.opacityOf(links.get(ribbon.dataset.id)));
    }
    if (!traced) return;
    for (const link of graph.links) {
      const part = (traced.get(link.id) || 0) / (grouped.get(link.id) || 1);
      if (part <= 0) continue;
      const color = view.linkColorOf(link);
      traces.append(make("path", { d: journeymine.ribbon(link, Math.min(1, part)), fill: color, "fill-opacity": 0.72 }));
    }
  };
})(window.journeymine);
