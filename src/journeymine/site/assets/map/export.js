/* The map as the text of an SVG, from the places and curves that cytoscape drew. */
"use strict";

(function (journeymine) {
  const MARGIN = 20;
  const escape = (text) => String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const halo = () => `paint-order="stroke" stroke="${journeymine.color("panel")}" stroke-width="3" stroke-linejoin="round"`;
  const label = (x, y, size, color, text, more = "") =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" text-anchor="middle" ${halo()}${more}>${escape(text)}</text>`;

  function drawEdge(edge, line, quiet) {
    const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const [first, second] = edge.controlPoints() || [];
    const end = `${to.x},${to.y}`;
    const curve = second ? `C${first.x},${first.y} ${second.x},${second.y} ${end}` : first ? `Q${first.x},${first.y} ${end}` : `L${end}`;
    const dash = edge.hasClass("back") ? ' stroke-dasharray="6 4"' : "";
    const middle = edge.midpoint();
    const path = `<path d="M${from.x},${from.y} ${curve}" fill="none" stroke="${line}" stroke-width="${edge.data("width")}"${dash} marker-end="url(#arrow)"/>`;
    return path + label(middle.x, middle.y, 11, quiet, edge.data("label"));
  }

  function drawNode(node, ink, quiet) {
    const { x, y } = node.position();
    const [radius, height] = [node.width() / 2, node.height()];
    if (!node.hasClass("lane")) {
      return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${node.data("color")}"/>` + label(x, y + radius + 16, 13, ink, node.data("label"));
    }
    const band = `<rect x="${x - radius}" y="${y - height / 2}" width="${2 * radius}" height="${height}" rx="8" fill="${node.data("color")}" fill-opacity="0.08"/>`;
    return band + label(x, y - height / 2 - 8, 16, quiet, node.data("label"), ' font-weight="700"');
  }

  /** Returns { text, width, height }. */
  journeymine.mapToSvg = (cy) => {
    const [ink, quiet, panel, line] = ["ink", "quiet", "panel", "map-line"].map(journeymine.color);
    const box = cy.elements().boundingBox();
    const [left, top, width, height] = [box.x1 - MARGIN, box.y1 - MARGIN, Math.ceil(box.w + 2 * MARGIN), Math.ceil(box.h + 2 * MARGIN)];
    const parts = [
      ...cy.nodes(".lane").map((node) => drawNode(node, ink, quiet)),
      ...cy.edges().map((edge) => drawEdge(edge, line, quiet)),
      ...cy.nodes().not(".lane").map((node) => drawNode(node, ink, quiet)),
    ];
    const arrow = `<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="${line}"/></marker>`;
    const frame = `width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="${escape(journeymine.color("font"))}"`;
    const paper = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${panel}"/>`;
    return { text: `<svg xmlns="http://www.w3.org/2000/svg" ${frame}><defs>${arrow}</defs>${paper}${parts.join("")}</svg>`, width, height };
  };
})(window.journeymine);
