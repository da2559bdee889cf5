/* A picture that leaves the page takes along what it shows: project, sentence, legend, window. */
"use strict";

(function (journeymine) {
  const MARGIN = 24;
  const SIZES = { title: 20, sentence: 14, legend: 12.5, note: 11.5 };
  const LINE = 1.45;
  const SWATCH = 11;
  const NARROWEST = 640; // a small picture has long sentences too
  const pen = document.createElement("canvas").getContext("2d");
  const SVG = "http://www.w3.org/2000/svg";
  const textOf = (selector) => (document.querySelector(selector)?.textContent || "").replace(/\s+/g, " ").trim();

  /** The width of a text, in the font it will be drawn in. */
  journeymine.measure = (text, size, weight = 400) => {
    pen.font = `${weight} ${size}px ${journeymine.color("font")}`;
    return pen.measureText(text).width;
  };

  function make(name, attributes, text = "") {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  }

  /** Break a text into lines of at most this width. */
  function wrap(text, size, width) {
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && journeymine.measure(longer, size) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** Put a drawn picture, an SVG element or its text, under its words. `place` is its width and height. Returns { text, width, height }. */
  journeymine.framePicture = (svg, place) => {
    const inside = typeof svg === "string" ? new DOMParser().parseFromString(svg, "image/svg+xml").documentElement : svg.cloneNode(true);
    const inner = Math.max(place.width, NARROWEST);
    const width = inner + 2 * MARGIN;
    const parts = [];
    let y = MARGIN;
    const write = (text, size, color, weight = 400) => {
      for (const line of wrap(text, size, inner)) {
        y += size * LINE;
        parts.push(make("text", { x: MARGIN, y, "font-size": size, "font-weight": weight, fill: journeymine.color(color) }, line));
      }
    };
    write(`${textOf("h1")} · ${textOf(".brand")}`, SIZES.title, "ink", 700);
    write(textOf("#summary"), SIZES.sentence, "ink");
    y += SIZES.legend * LINE + 4;
    let x = MARGIN;
    for (const entry of document.querySelectorAll("#legend > span")) {
      const name = entry.textContent;
      const room = SWATCH + 5 + journeymine.measure(name, SIZES.legend);
      if (x > MARGIN && x + room > width - MARGIN) [x, y] = [MARGIN, y + SIZES.legend * LINE];
      parts.push(make("rect", { x, y: y - SWATCH + 1, width: SWATCH, height: SWATCH, rx: 2, fill: entry.querySelector("i").style.background }));
      parts.push(make("text", { x: x + SWATCH + 5, y, "font-size": SIZES.legend, fill: journeymine.color("quiet") }, name));
      x += room + 14;
    }
    y += 14;
    inside.setAttribute("x", MARGIN);
    inside.setAttribute("y", y);
    y += place.height;
    write(`${textOf(".window")} · ${journeymine.say("journeymine, night {night}", { night: textOf("footer code") })}`, SIZES.note, "quiet");
    const height = Math.ceil(y + MARGIN);
    const outside = make("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": journeymine.color("font") });
    outside.append(make("rect", { width, height, fill: journeymine.color("panel") }), inside, ...parts);
    return { text: new XMLSerializer().serializeToString(outside), width, height };
  };
})(window.journeymine);
