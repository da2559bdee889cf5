/* Places: nodes in columns, ribbons between them. Pure functions of counts and sizes. */
"use strict";

(function (journeymine) {
  const NODE_WIDTH = 14;
  const GAP = 10;
  const SMALLEST_SLOT = 17; // a label's line
  const SMALLEST_COLUMN = 168;
  const HEAD = 34; // room for the columns' headings
  const SWEEPS = 6;

  const rank = (key) => (key >= 0 ? 0 : key === journeymine.OTHER ? 1 : 2 - key / 100); // touchpoints, other, ends

  function orderColumns(columns, links) {
    const place = new Map();
    const settle = (column) => column.forEach((node, index) => place.set(node.id, (index + 0.5) / column.length));
    for (const column of columns) {
      column.sort((a, b) => rank(a.key) - rank(b.key) || b.count - a.count || a.key - b.key);
      settle(column);
    }
    const near = new Map();
    for (const link of links) {
      const from = link.column + ":" + link.from;
      const to = link.column + 1 + ":" + link.to;
      for (const [id, other] of [[from, to], [to, from]]) near.set(id, (near.get(id) || []).concat([[other, link.count]]));
    }
    const wish = (node) => {
      const others = near.get(node.id) || [];
      const weight = others.reduce((sum, [, count]) => sum + count, 0);
      return weight ? others.reduce((sum, [id, count]) => sum + place.get(id) * count, 0) / weight : place.get(node.id);
    };
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      for (const column of sweep % 2 ? columns.slice().reverse() : columns) {
        const wishes = new Map(column.map((node) => [node.id, wish(node)]));
        column.sort((a, b) => rank(a.key) - rank(b.key) || wishes.get(a.id) - wishes.get(b.id) || b.count - a.count || a.key - b.key);
        settle(column);
      }
    }
  }

  /** Place a graph of groupCounts; `flip` draws the first column at the right. Adds x, y, height to nodes, and to links
      y0, y1 (top at each side), thickness, x0, x1. Returns the drawing's width and height and the columns' places. */
  journeymine.placeGraph = (graph, width, height, flip) => {
    const count = Math.max(...graph.nodes.map((node) => node.column)) + 1;
    const columns = Array.from({ length: count }, (_, column) => graph.nodes.filter((node) => node.column === column));
    orderColumns(columns, graph.links);
    const room = Math.max(width, count * SMALLEST_COLUMN);
    const pitch = (room - 8) / count; // the last column, too, has room for its labels
    const totals = columns.map((column) => column.reduce((sum, node) => sum + node.count, 0));
    const largest = Math.max(...totals);
    const gaps = Math.max(...columns.map((column) => (column.length - 1) * GAP));
    const scale = Math.max(80, height - HEAD - gaps) / largest;
    let bottom = 0;
    columns.forEach((column, index) => {
      const x = (flip ? count - 1 - index : index) * pitch;
      let y = HEAD;
      for (const node of column) {
        const slot = Math.max(node.count * scale, SMALLEST_SLOT);
        Object.assign(node, { x, height: Math.max(1.5, node.count * scale), y });
        y += slot + GAP;
      }
      bottom = Math.max(bottom, y);
    });
    const byId = new Map(graph.nodes.map((node) => [node.id, node]));
    const order = (id) => byId.get(id).y;
    const used = { out: new Map(), in: new Map() };
    const take = (map, id, thickness) => {
      const at = map.get(id) || 0;
      map.set(id, at + thickness);
      return byId.get(id).y + at;
    };
    const left = (link) => (flip ? link.column + 1 + ":" + link.to : link.column + ":" + link.from);
    const right = (link) => (flip ? link.column + ":" + link.from : link.column + 1 + ":" + link.to);
    const sorted = graph.links.slice();
    sorted.sort((a, b) => a.column - b.column || order(right(a)) - order(right(b)) || order(left(a)) - order(left(b)));
    for (const link of sorted) Object.assign(link, { thickness: link.count * scale, y0: take(used.out, left(link), link.count * scale) });
    sorted.sort((a, b) => a.column - b.column || order(left(a)) - order(left(b)) || order(right(a)) - order(right(b)));
    for (const link of sorted) {
      link.y1 = take(used.in, right(link), link.thickness);
      link.x0 = byId.get(left(link)).x + NODE_WIDTH;
      link.x1 = byId.get(right(link)).x;
    }
    return { width: room, height: Math.max(bottom, 160), nodeWidth: NODE_WIDTH, pitch, totals, xs: columns.map((column) => column[0].x) };
  };

  /** The outline of a ribbon, or of the upper `part` (0..1) of it. */
  journeymine.ribbon = (link, part) => {
    const thick = Math.max(0.75, link.thickness * part);
    const middle = (link.x0 + link.x1) / 2;
    const top = `M${link.x0},${link.y0} C${middle},${link.y0} ${middle},${link.y1} ${link.x1},${link.y1}`;
    return `${top} L${link.x1},${link.y1 + thick} C${middle},${link.y1 + thick} ${middle},${link.y0 + thick} ${link.x0},${link.y0 + thick} Z`.replace(/\d+\.\d{3,}/g, (text) => Number(text).toFixed(2));
  };
})(window.journeymine);
