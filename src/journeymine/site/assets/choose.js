/* Pictures of several groups, one shown at a time: a list of choices says which. */
"use strict";

(function () {
  for (const list of document.querySelectorAll("select[data-chooses]")) {
    const parts = Array.from(document.querySelectorAll(`[data-choice-of="${list.dataset.chooses}"]`));
    const show = () => {
      for (const part of parts) part.hidden = part.dataset.choice !== list.value;
    };
    list.addEventListener("change", show);
    show();
  }
})();
