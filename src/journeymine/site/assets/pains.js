/* Pains and delights: show those of a stage and an owner; copy the query behind a number. */
"use strict";

(function (journeymine) {
  const stage = document.getElementById("filter-stage");
  const owner = document.getElementById("filter-owner");
  const told = document.getElementById("filtered");
  const rows = Array.from(document.querySelectorAll("tr[data-stage]"));

  function filter() {
    let count = 0;
    for (const row of rows) {
      const fits = (!stage.value || row.dataset.stage === stage.value) && (!owner.value || row.dataset.owner === owner.value);
      row.hidden = !fits;
      count += Number(fits);
    }
    told.textContent = stage.value || owner.value ? journeymine.sayCount("{count} row fits", "{count} rows fit", count) : "";
  }

  if (stage && owner) {
    stage.addEventListener("change", filter);
    owner.addEventListener("change", filter);
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => {
      const query = button.previousElementSibling;
      window.getSelection().selectAllChildren(query);
      if (!document.execCommand("copy")) return;
      button.textContent = journeymine.say("Copied");
    });
  }
})(window.journeymine);
