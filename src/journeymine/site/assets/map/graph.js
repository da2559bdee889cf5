/* Which touchpoints and ways the map shows, and where they stand. Pure functions of the page's data: the order of
   touchpoints within a stage, and of a model's nodes within a layer, was computed with the page. */
"use strict";

(function (journeymine) {
  const ALWAYS = 2; // touchpoints of a stage that stay at any detail
  const LANE_ROWS = 8; // more touchpoints than these stand in further columns of their stage
  const PITCH = 190;
  const ROW = 100;
  const MODEL_PITCH = 150;

  /** The most visited touchpoints that make up this share (0..1) of all visits, and the ALWAYS most visited of each stage. */
  journeymine.chooseNodes = (nodes, share) => {
    const ranked = nodes.slice().sort((a, b) => b.customers - a.customers || (a.label < b.label ? -1 : 1));
    const total = ranked.reduce((sum, node) => sum + node.customers, 0);
    const perStage = new Map();
    let sum = 0;
    return ranked.filter((node) => {
      const rank = perStage.get(node.stage) || 0;
      const stays = rank < ALWAYS || share >= 1 || sum < total * share;
      perStage.set(node.stage, rank + 1);
      sum += node.customers;
      return stays;
    });
  };

  /** Of ways sorted by count: those that make up this share of all between shown touchpoints, and each touchpoint's best in and out. */
  journeymine.chooseArcs = (arcs, nodes, share) => {
    const shown = new Set(nodes.map((node) => node.id));
    const between = arcs.filter((arc) => shown.has(arc.from) && shown.has(arc.to));
    const total = between.reduce((sum, arc) => sum + arc.count, 0);
    const [kept, bestIn, bestOut] = [new Set(), new Set(), new Set()];
    let sum = 0;
    for (const arc of between) {
      if (sum < total * share) kept.add(arc);
      sum += arc.count;
      if (arc.from === arc.to) continue;
      if (!bestOut.has(arc.from) || !bestIn.has(arc.to)) kept.add(arc);
      bestOut.add(arc.from);
      bestIn.add(arc.to);
    }
    return between.filter((arc) => kept.has(arc));
  };

  function placeColumns(columns, left, tallest) {
    columns.forEach((column, index) => {
      const top = ((tallest - column.length) * ROW) / 2;
      column.forEach((node, row) => Object.assign(node, { x: left + index * PITCH, y: top + row * ROW }));
    });
  }

  /** Place touchpoints in the lanes of their stages; returns the lanes that hold any: stage, x, width. */
  journeymine.placeLanes = (nodes, stages) => {
    const lanes = stages
      .map((stage) => ({ stage, nodes: nodes.filter((node) => node.stage === stage).sort((a, b) => a.row - b.row) }))
      .filter((lane) => lane.nodes.length);
    for (const lane of lanes) {
      const width = Math.ceil(lane.nodes.length / LANE_ROWS);
      const rows = Math.ceil(lane.nodes.length / width);
      lane.columns = Array.from({ length: width }, (_, index) => lane.nodes.slice(index * rows, (index + 1) * rows));
    }
    const tallest = Math.max(...lanes.map((lane) => lane.columns[0].length));
    let left = 0;
    return lanes.map(({ stage, columns }) => {
      placeColumns(columns, left, tallest);
      const lane = { stage, x: left + ((columns.length - 1) * PITCH) / 2, width: columns.length * PITCH - 14 };
      left += columns.length * PITCH;
      return lane;
    });
  };

  /** Place a model's nodes by layer and row, each layer centred on the tallest. */
  journeymine.placeLayers = (nodes) => {
    const sizes = new Map();
    for (const node of nodes) sizes.set(node.column, (sizes.get(node.column) || 0) + 1);
    const tallest = Math.max(...sizes.values());
    for (const node of nodes) Object.assign(node, { x: node.column * MODEL_PITCH, y: (node.row + (tallest - sizes.get(node.column)) / 2) * ROW });
    return [];
  };
})(window.journeymine);
