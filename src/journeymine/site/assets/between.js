/* The page of waits: choose two stages or touchpoints, and read the time between them. */
"use strict";

(function (journeymine) {
  const data = journeymine.data("between");
  const form = document.getElementById("between-form");
  if (!data || !form) return;
  const { say, sayCount, number, share, durationText } = journeymine;
  const table = document.getElementById("between-table");
  const UNITS = ["journey", "customer"];
  const KINDS = ["stage", "touchpoint"];
  const [UNIT, KIND, FROM, TO, WAITS, CUSTOMERS, ARRIVED, MEDIAN, LOW, HIGH, P90] = Array.from({ length: 11 }, (_, index) => index);

  const fields = form.elements;
  const kind = () => KINDS.indexOf(fields.place.value);
  const nameOf = (index) => (kind() === 0 ? say(data.names[0][index]) : data.names[1][index]);
  const secondsOf = (bin) => (bin > 0 ? (2 ** ((bin + 0.5) / 8) - 1) / 1000 : 0);
  const tellTime = (bin, none) => (bin < 0 ? none : durationText(secondsOf(bin)));
  const tellTimes = (low, high) => (low < 0 && high < 0 ? "–" : `${durationText(secondsOf(low))} – ${tellTime(high, say("not seen"))}`);

  const own = () => data.rows.filter((row) => row[UNIT] === UNITS.indexOf(fields.unit.value) && row[KIND] === kind());

  function fillSelect(select, indices, first) {
    const before = select.value;
    select.replaceChildren(...(first ? [new Option(first, "")] : []), ...indices.map((index) => new Option(nameOf(index), index)));
    select.value = indices.map(String).includes(before) ? before : select.options[0] ? select.options[0].value : "";
  }

  const places = (rows, end) => Array.from(new Set(rows.map((row) => row[end]))).sort((a, b) => a - b);

  function writeRow(row) {
    const line = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    head.append(Object.assign(document.createElement("bdi"), { textContent: nameOf(row[TO]) }));
    line.append(head);
    const part = row[ARRIVED] / row[WAITS];
    const cells = [
      ...[WAITS, CUSTOMERS, ARRIVED].map((column) => [row[column], number(row[column])]),
      [part, share(part)],
      [row[MEDIAN] < 0 ? "" : secondsOf(row[MEDIAN]), tellTime(row[MEDIAN], say("not seen yet"))],
      [row[LOW] < 0 ? "" : secondsOf(row[LOW]), tellTimes(row[LOW], row[HIGH])],
      [row[P90] < 0 ? "" : secondsOf(row[P90]), tellTime(row[P90], say("not seen yet"))],
    ];
    for (const [value, text] of cells) {
      const cell = Object.assign(document.createElement("td"), { className: "n", textContent: text });
      cell.dataset.value = value;
      line.append(cell);
    }
    return line;
  }

  function describe(row) {
    const values = { from: nameOf(row[FROM]), to: nameOf(row[TO]), arrived: number(row[ARRIVED]), median: durationText(secondsOf(row[MEDIAN])), interval: tellTimes(row[LOW], row[HIGH]) };
    if (row[MEDIAN] < 0) {
      return fields.unit.value === "journey"
        ? sayCount("Of {count} journey that came to “{from}”, {arrived} came on to “{to}”: not half of all so far.", "Of {count} journeys that came to “{from}”, {arrived} came on to “{to}”: not half of all so far.", row[WAITS], values)
        : sayCount("Of {count} customer who came to “{from}”, {arrived} came on to “{to}”: not half of all so far.", "Of {count} customers who came to “{from}”, {arrived} came on to “{to}”: not half of all so far.", row[WAITS], values);
    }
    return fields.unit.value === "journey"
      ? sayCount("Of {count} journey that came to “{from}”, {arrived} came on to “{to}”; half of all within {median} (95% interval {interval}).", "Of {count} journeys that came to “{from}”, {arrived} came on to “{to}”; half of all within {median} (95% interval {interval}).", row[WAITS], values)
      : sayCount("Of {count} customer who came to “{from}”, {arrived} came on to “{to}”; half of all within {median} (95% interval {interval}).", "Of {count} customers who came to “{from}”, {arrived} came on to “{to}”; half of all within {median} (95% interval {interval}).", row[WAITS], values);
  }

  function draw() {
    const rows = own();
    fillSelect(fields.begin, places(rows, FROM));
    const begun = rows.filter((row) => String(row[FROM]) === fields.begin.value);
    fillSelect(fields.end, places(begun, TO), say("any"));
    const shown = begun.filter((row) => fields.end.value === "" || String(row[TO]) === fields.end.value);
    table.tBodies[0].replaceChildren(...shown.map(writeRow));
    for (const heading of table.tHead.rows[0].cells) heading.removeAttribute("aria-sort");
    document.getElementById("between-said").textContent = shown.length ? describe(shown[0]) : say("Too few customers came from one to another.");
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", draw);
  draw();
})(window.journeymine);
