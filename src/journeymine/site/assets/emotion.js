/* The words behind a point of the emotion curve: of whom and of which place, chosen in two lists, in the curve or in a table. */
"use strict";

(function (journeymine) {
  const block = document.getElementById("data-quotes");
  const place = document.getElementById("place");
  const list = document.getElementById("said-there");
  if (!block || !place || !list) return;
  const { texts, points } = JSON.parse(block.textContent);
  const whose = document.getElementById("whose");
  const of = document.getElementById("said-by");
  const language = document.documentElement.lang;
  const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  function tell([text, valence, isReported, touchpoint, at, id, record, source]) {
    const quote = document.createElement("blockquote");
    quote.className = "panel quote";
    const words = quote.appendChild(document.createElement("p")).appendChild(document.createElement("bdi"));
    words.textContent = text;
    const parts = [
      `${valence > 0 ? "+" : ""}${journeymine.number(valence, 2)}, ${isReported ? journeymine.say("reported") : journeymine.say("inferred")}`,
      touchpoint,
      day.format(new Date(at)),
      journeymine.say("text {id}", { id }),
    ];
    if (record) parts.push(journeymine.say("record {id} of {source}", { id: record, source }));
    quote.appendChild(document.createElement("footer")).textContent = parts.join(" · ");
    return quote;
  }

  function show() {
    const group = whose ? Number(whose.value) : 0;
    const found = points[group][place.value];
    if (of && whose) of.textContent = whose.selectedOptions[0].textContent;
    if (found && found.length) return list.replaceChildren(...found.map((number) => tell(texts[number])));
    const note = document.createElement("p");
    note.className = "note";
    if (found === undefined) note.textContent = journeymine.say("There is no point here: too few customers said how it felt.");
    else if (found === null) note.textContent = journeymine.say("Nobody said anything here: the point is told by friction.");
    else note.textContent = journeymine.say("Customers rated it here and wrote nothing.");
    list.replaceChildren(note);
  }

  function choose(name, group) {
    const option = Array.from(place.options).find((each) => each.dataset.name === name);
    if (!option) return;
    place.value = option.value;
    if (group !== undefined && whose && whose.options[group]) {
      whose.value = String(group);
      whose.dispatchEvent(new Event("change"));
    } else show();
    document.getElementById("quotes").scrollIntoView({ behavior: "auto" });
  }

  place.addEventListener("change", show);
  if (whose) whose.addEventListener("change", show);
  for (const figure of document.querySelectorAll("[data-choice-of='whose']")) {
    figure.addEventListener("click", (event) => {
      const point = event.target.closest("[data-at]");
      if (point) choose(point.dataset.at);
    });
  }
  for (const table of document.querySelectorAll("table[data-points]")) {
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td, tbody th");
      if (!cell) return;
      const row = cell.parentNode, header = table.tHead.rows[0].cells[cell.cellIndex];
      const name = row.dataset.at ?? header.dataset.at;
      if (name) choose(name, Number(row.dataset.whose ?? header.dataset.whose ?? 0));
    });
  }
})(window.journeymine);
