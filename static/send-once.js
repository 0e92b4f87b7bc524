// Send each form once, however often its button is pressed; and lead to the button that sends kept typing again.
"use strict";
{
  const REST = 5000; // milliseconds until the same form may be sent again
  const sent = new WeakSet();

  const release = (form) => {
    sent.delete(form);
    for (const button of form.querySelectorAll("[type=submit][aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  };

  const onSubmit = (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") {
      return;
    }
    if (sent.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.add(form);
    for (const button of form.querySelectorAll("[type=submit]")) {
      button.setAttribute("aria-disabled", "true"); // a disabled one would not be sent, and would lose the focus
    }
    // Another script may take the sending over, and the answer may be a file that leaves the page standing.
    setTimeout(() => event.defaultPrevented && release(form));
    setTimeout(release, REST, form);
  };

  document.addEventListener("submit", onSubmit, true);
  window.addEventListener("pageshow", (event) => event.persisted && [...document.forms].forEach(release));

  const again = document.querySelector("[data-send-again]");
  try {
    // The tab remembers who typed in it; anybody else shall read first whose typing it is.
    if (again?.dataset.sendAgain && again.dataset.sendAgain === sessionStorage.getItem("kept-typing-person")) {
      again.focus();
    }
  } catch {
    // A browser that forbids its store tells nothing, and the focus stays where it is.
  }
}
