/* The data dictionary's search: what does not hold the words is hidden, and how much is left is told. */
"use strict";

(function (journeymine) {
  const form = document.getElementById("search");
  const field = document.getElementById("wanted");
  const entries = Array.from(document.querySelectorAll(".tables > div"), (element) => ({ element, text: element.textContent.toLowerCase() }));
  const rows = Array.from(document.querySelectorAll("#columns-table tbody tr"), (element) => ({ element, text: element.textContent.toLowerCase() }));

  function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const count = (list) => {
      for (const { element, text } of list) element.hidden = !words.every((word) => text.includes(word));
      return list.filter(({ element }) => !element.hidden).length;
    };
    const [tables, columns] = [count(entries), count(rows)];
    for (const section of document.querySelectorAll(".dictionary")) section.parentElement.hidden = !section.querySelector(".tables > div:not([hidden])");
    const values = { tables: journeymine.number(tables), columns: journeymine.number(columns) };
    document.getElementById("found").textContent = words.length ? journeymine.say("Found tables: {tables}, columns: {columns}.", values) : "";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
})(window.journeymine);
