/* Tables that sort by a click on their heading and leave as CSV. */
"use strict";

(function (journeymine) {
  const cellValue = (cell) => (cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim());

  // a data-value is written for machines, a text for people
  const readNumber = (text) => (Number.isFinite(Number(text)) ? Number(text) : journeymine.readNumber(text.replace("%", "")));

  function compare(left, right) {
    if (left === "" || right === "") return left === right ? 0 : left === "" ? 1 : -1; // nothing comes last
    const numbers = [left, right].map(readNumber);
    if (numbers.every(Number.isFinite)) return numbers[0] - numbers[1];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  function sortBy(table, column, heading) {
    const falls = heading.getAttribute("aria-sort") !== "descending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const body = table.tBodies[0];
    const isRest = (row) => Number(row.classList.contains("rest"));
    const rows = Array.from(body.rows);
    rows.sort((a, b) => {
      const order = compare(cellValue(a.cells[column]), cellValue(b.cells[column]));
      return isRest(a) - isRest(b) || (falls ? -order : order);
    });
    body.append(...rows);
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sortBy(table, column, heading));
      heading.append(button);
    });
  }

  for (const button of document.querySelectorAll("[data-csv]")) {
    const table = document.getElementById(button.dataset.csv);
    button.setAttribute("aria-label", journeymine.say("Download this table as CSV"));
    button.addEventListener("click", () => {
      const rows = Array.from(table.rows, (row) => Array.from(row.cells, (cell) => (row.parentNode === table.tHead ? cell.textContent.trim() : cellValue(cell))));
      journeymine.downloadCsv(button.dataset.csv.replace("-table", "") + ".csv", rows);
    });
  }
})(window.journeymine);
