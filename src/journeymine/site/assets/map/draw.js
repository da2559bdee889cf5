/* Draw touchpoints and ways at their places with cytoscape: what every map looks like, and how the keyboard walks it. */
"use strict";

(function (journeymine) {
  const SMALLEST_ZOOM = 0.5;
  const LARGEST_ZOOM = 1.15;
  const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function bendOf(from, to) {
    if (from.x === to.x) return 46 + Math.abs(from.y - to.y) * 0.16;
    return from.x < to.x ? 14 : -48;
  }

  /* nodes: id, label, kind, stage, size, x, y. arcs: from, to, strength (0..1), label. lanes: stage, x, width. */
  function makeElements({ nodes, arcs, lanes, stages }) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const heights = nodes.map((node) => node.y);
    const [top, bottom] = [Math.min(...heights) - 62, Math.max(...heights) + 78];
    const colorOf = (stage) => journeymine.stageColor(stages, stage);
    return [
      ...lanes.map((lane, index) => ({ group: "nodes", classes: "lane", data: { id: "lane" + index, label: journeymine.say(lane.stage), color: colorOf(lane.stage), width: lane.width, height: bottom - top }, position: { x: lane.x, y: (top + bottom) / 2 } })),
      ...nodes.map((node) => ({ group: "nodes", classes: node.kind, data: { id: node.id, label: node.label, size: node.size, color: colorOf(node.stage) }, position: { x: node.x, y: node.y } })),
      ...arcs.map((arc, index) => {
        const [from, to] = [byId.get(arc.from), byId.get(arc.to)];
        return { group: "edges", classes: from.x > to.x ? "back" : "", data: { id: "a" + index, source: arc.from, target: arc.to, width: 1 + 7 * arc.strength, bend: bendOf(from, to), label: arc.label } };
      }),
    ];
  }

  function makeStyle() {
    const [ink, quiet, panel, line, accent] = ["ink", "quiet", "panel", "map-line", "accent"].map(journeymine.color);
    const text = { "font-family": journeymine.color("font"), color: ink, "text-outline-color": panel, "text-outline-width": 2.5 };
    const layer = (index) => ({ "z-index-compare": "manual", "z-index": index });
    return [
      { selector: "node", style: { ...text, ...layer(3), label: "data(label)", width: "data(size)", height: "data(size)", "background-color": "data(color)", "font-size": 15, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 150 } },
      { selector: "node.lane", style: { ...layer(0), shape: "round-rectangle", width: "data(width)", height: "data(height)", "background-opacity": 0.08, "font-size": 18, "font-weight": 700, color: quiet, "text-valign": "top", "text-margin-y": -6, events: "no" } },
      { selector: "node.gateway", style: { shape: "diamond", "background-color": panel, "border-width": 2, "border-color": quiet, "font-size": 15, color: quiet, "text-valign": "center", "text-margin-y": 0 } },
      { selector: "node.start, node.end", style: { "background-color": quiet } },
      { selector: "edge", style: { ...text, ...layer(2), label: "data(label)", "font-size": 13, color: quiet, width: "data(width)", "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5, opacity: 0.75, "min-zoomed-font-size": 7 } },
      { selector: "edge.back", style: { "line-style": "dashed" } },
      { selector: "edge:loop", style: { "curve-style": "bezier", "loop-direction": "0deg", "loop-sweep": "50deg" } },
      { selector: "node.faded, edge.faded", style: { opacity: 0.12 } },
      { selector: "edge.lit", style: { "line-color": accent, "target-arrow-color": accent, opacity: 1, color: ink } },
      { selector: "node.lit", style: { "border-width": 3, "border-color": accent } },
      { selector: "node.focused", style: { "border-width": 5, "border-color": accent, "border-style": "double" } },
    ];
  }

  /** All of the map, or its beginning where all of it would be too small to read. */
  journeymine.fitMap = (cy) => {
    const host = cy.container();
    cy.fit(undefined, 20);
    if (cy.zoom() > LARGEST_ZOOM) {
      cy.zoom(LARGEST_ZOOM);
      cy.center();
    }
    if (cy.zoom() >= SMALLEST_ZOOM) return;
    const box = cy.elements().boundingBox();
    cy.zoom(SMALLEST_ZOOM);
    cy.pan({ x: 16 - box.x1 * SMALLEST_ZOOM, y: box.h * SMALLEST_ZOOM < host.clientHeight ? (host.clientHeight - box.h * SMALLEST_ZOOM) / 2 - box.y1 * SMALLEST_ZOOM : 16 - box.y1 * SMALLEST_ZOOM });
  };

  /** Draw; the host is as high as the drawing needs. Returns cytoscape's map. */
  journeymine.drawMap = (host, drawing) => {
    const [xs, ys] = [drawing.nodes.map((node) => node.x), drawing.nodes.map((node) => node.y)];
    const ratio = (Math.max(...ys) - Math.min(...ys) + 220) / (Math.max(...xs) - Math.min(...xs) + 260);
    host.style.height = `${Math.round(Math.min(780, Math.max(380, host.clientWidth * ratio)))}px`;
    const cy = window.cytoscape({ container: host, elements: makeElements(drawing), style: makeStyle(), layout: { name: "preset" }, autoungrabify: true, boxSelectionEnabled: false, minZoom: 0.12, maxZoom: 3 });
    journeymine.fitMap(cy);
    return cy;
  };

  /** Light a node and its ways, fade the rest; "" shows all alike. */
  journeymine.lightNode = (cy, id) => {
    cy.elements().removeClass("faded lit");
    if (!id) return;
    const node = cy.getElementById(id);
    cy.elements().not(".lane").difference(node.closedNeighborhood()).addClass("faded");
    node.connectedEdges().addClass("lit");
    node.addClass("lit");
  };

  function findNext(cy, from, [right, down]) {
    const here = from.position();
    let [next, nearest] = [null, Infinity];
    for (const node of cy.nodes().not(".lane").difference(from)) {
      const [x, y] = [node.position().x - here.x, node.position().y - here.y];
      const ahead = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      if (ahead > 0 && ahead + 2 * aside < nearest) [next, nearest] = [node, ahead + 2 * aside];
    }
    return next;
  }

  /** Let arrows walk from node to node, Enter choose, Escape undo, + and - zoom. `getMap` gives the map now drawn. */
  journeymine.walkMap = (host, getMap, choose, say) => {
    const first = (cy) => cy.nodes().not(".lane").sort((a, b) => a.position().x - b.position().x || a.position().y - b.position().y)[0];
    const focus = (cy, node) => {
      cy.nodes().removeClass("focused");
      node.addClass("focused");
      const { x, y } = node.renderedPosition();
      const margin = 40;
      if (x < margin || y < margin || x > cy.width() - margin || y > cy.height() - margin) cy.center(node);
      say(node.data("label"));
    };
    host.addEventListener("keydown", (event) => {
      const cy = getMap();
      const [at] = cy.nodes(".focused");
      if (TURNS[event.key]) {
        const next = at ? findNext(cy, at, TURNS[event.key]) : first(cy);
        if (next) focus(cy, next);
      } else if ((event.key === "Enter" || event.key === " ") && at) choose(at.id());
      else if (event.key === "Escape") choose("");
      else if (event.key === "+" || event.key === "-") cy.zoom({ level: cy.zoom() * (event.key === "+" ? 1.2 : 1 / 1.2), renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
      else return;
      event.preventDefault();
    });
    host.addEventListener("blur", () => getMap().nodes().removeClass("focused"));
  };

  /** Bind the buttons Fit, SVG and PNG to the map now drawn. */
  journeymine.bindPictures = (name, getMap) => {
    const picture = () => {
      const drawn = journeymine.mapToSvg(getMap());
      return journeymine.framePicture(drawn.text, drawn);
    };
    document.getElementById("fit").addEventListener("click", () => journeymine.fitMap(getMap()));
    document.getElementById("svg").addEventListener("click", () => journeymine.downloadSvg(name + ".svg", picture().text));
    document.getElementById("png").addEventListener("click", () => {
      const { text, width, height } = picture();
      journeymine.downloadPng(name + ".png", text, width, height);
    });
  };
})(window.journeymine);
