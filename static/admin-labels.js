// Give the search boxes of the admin the name of their field: the library behind them leaves screen readers without.
"use strict";
{
  const nameBoxes = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels[0];
      const box = document.getElementById(`select2-${select.id}-container`);
      if (label && box && !box.hasAttribute("aria-label")) {
        box.setAttribute("aria-label", label.textContent.replace(":", "").trim());
      }
    }
  };
  // The library makes its boxes whenever it gets to it, on a slow machine long after the page has loaded.
  new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
}
