/* The list of variants of one slice of the journeys: the rows as the page writes those of all journeys. */
"use strict";

(function (journeymine) {
  const { say, sayCount, number, share, durationText } = journeymine;
  const SHOWN_STEPS = 12; // parts of a path that are written out; of a longer one the first nine and the last two
  const RARE = journeymine.mark("rare touchpoint");
  const nameOf = ({ label, isStage }) => (isStage || label === RARE ? say(label) : label);
  const MARKS = { [journeymine.mark("happy path")]: "better", [journeymine.mark("longest waiting")]: "worse" };
  const NOTHING = "–";

  const signed = (hundredths) => (hundredths > 0 ? "+" : "") + number(hundredths / 100, 2);
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);

  function foldPath(names) {
    const parts = [];
    for (const name of names) {
      if (parts.length && parts[parts.length - 1][0] === name) parts[parts.length - 1][1] += 1;
      else parts.push([name, 1]);
    }
    if (parts.length <= SHOWN_STEPS) return parts;
    return [...parts.slice(0, 9), ["", parts.slice(9, -2).reduce((sum, [, count]) => sum + count, 0)], ...parts.slice(-2)];
  }

  function writePath(cell, names, marks) {
    for (const mark of marks) {
      const badge = make("span", say(mark), { className: "badge " + MARKS[mark] });
      badge.dataset.mark = mark;
      cell.append(badge, " ");
    }
    foldPath(names).forEach(([name, count], index) => {
      if (index) cell.append(" ", make("span", "→", { className: "arrow" }), " ");
      if (!name) cell.append(make("span", sayCount("… {count} more step …", "… {count} more steps …", count), { className: "times" }));
      else cell.append(make("bdi", name));
      if (name && count > 1) cell.append(" ", make("span", "×" + count, { className: "times" }));
    });
  }

  function writeNumber(row, value, text) {
    const cell = make("td", text, { className: "n" });
    if (value !== undefined) cell.dataset.value = value === null ? "" : value;
    row.append(cell);
  }

  function writeRow(place, [path, journeys, converted, conversion, seconds, feltCount, felt, marks], { data, total, sum }) {
    const row = document.createElement("tr");
    row.dataset.variant = place;
    const names = data.paths[path].map((index) => data.touchpoints[index].label);
    const box = make("input", "", { type: "checkbox", value: String(place) });
    box.setAttribute("aria-label", say("Draw variant {rank}", { rank: place + 1 }));
    const pick = make("label", "", { className: "pick" });
    pick.append(box, ` ${place + 1}`);
    const rank = make("td", "", { className: "n" });
    rank.dataset.value = place + 1;
    rank.append(pick);
    const head = make("th", "", { className: "path", scope: "row" });
    head.dataset.value = names.join(" > ");
    writePath(head, data.paths[path].map((index) => nameOf(data.touchpoints[index])), marks);
    row.append(rank, head);
    const few = "<" + data.minimum;
    const digits = conversion && conversion[2] < 10 ? 2 : 1;
    writeNumber(row, names.length, number(names.length));
    writeNumber(row, journeys, number(journeys));
    writeNumber(row, journeys / total, share(journeys / total));
    writeNumber(row, sum / total, share(sum / total));
    writeNumber(row, conversion ? conversion[0] / 1000 : null, conversion ? share(conversion[0] / 1000) : few);
    writeNumber(row, undefined, conversion ? `${number(conversion[1] / 10, digits)}–${share(conversion[2] / 1000, digits)}` : "");
    writeNumber(row, seconds, seconds === null ? NOTHING : durationText(seconds));
    writeNumber(row, felt ? felt[0] / 100 : null, felt ? signed(felt[0]) : feltCount === 0 ? NOTHING : say("too few"));
    writeNumber(row, undefined, felt ? say("{low} to {high} ({n})", { low: signed(felt[1]), high: signed(felt[2]), n: number(feltCount) }) : NOTHING);
    return row;
  }

  /** Write the rows of a slice into the body of the table: what is listed, and what all other paths add up to. */
  journeymine.writeVariants = (body, data, { journeys: total, rows }) => {
    let sum = 0;
    const written = rows.map((row, place) => {
      sum += row[1];
      return writeRow(place, row, { data, total, sum });
    });
    const rest = make("tr", "", { className: "rest" });
    writeNumber(rest, undefined, NOTHING);
    rest.append(make("th", say("other paths"), { scope: "row" }));
    writeNumber(rest, undefined, NOTHING);
    writeNumber(rest, total - sum, number(total - sum));
    writeNumber(rest, total ? (total - sum) / total : null, total ? share((total - sum) / total) : NOTHING);
    for (const text of [share(1), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]) writeNumber(rest, undefined, text);
    body.replaceChildren(...written, rest);
  };
})(window.journeymine);
