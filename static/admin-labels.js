// Give the search boxes of the admin the name of their field: the library behind them leaves screen readers without.
"use strict";
{
  const nameBoxes = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels[0];
      const box = document.getElementById(`select2-${select.id}-container`);
      if (label && box) {
        box.setAttribute("aria-label", label.textContent.replace(":", "").trim());
      }
    }
  };
  window.addEventListener("load", () => nameBoxes(document));
  document.addEventListener("formset:added", (event) => nameBoxes(event.target));
}
