/* Groups of pages close when the reader turns elsewhere; without this script they open and close by their own. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const groups = Array.from(document.querySelectorAll(".pages details"));
  const closeAll = (but = null) => {
    for (const group of groups) if (group !== but) group.open = false;
  };

  document.addEventListener("click", (event) => closeAll(event.target.closest(".pages details")));
  document.addEventListener("focusin", (event) => closeAll(event.target.closest(".pages details")));
  document.addEventListener("keydown", (event) => {
    const open = groups.find((group) => group.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  });
});
