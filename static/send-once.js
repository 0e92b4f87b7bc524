// Send each form once, however often its button is pressed, and one whose typing is kept (kept-typing.js) only when
// there is somebody to send it to; and lead to the button that sends kept typing again.
"use strict";
{
  const REST = 5000; // milliseconds until the same form may be sent again
  const LONGEST_PROBE = 5000; // milliseconds
  const OFFLINE = "kept-typing-offline";
  const box = document.getElementById("kept-typing"); // the texts and the place for them
  const sent = new WeakSet();
  const reached = new WeakSet();

  const release = (form) => {
    sent.delete(form);
    for (const button of form.querySelectorAll("[type=submit][aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  };

  const hold = (form) => {
    sent.add(form);
    for (const button of form.querySelectorAll("[type=submit]")) {
      button.setAttribute("aria-disabled", "true"); // a disabled one would not be sent, and would lose the focus
    }
  };

  const reachable = async () => {
    if (!navigator.onLine) {
      return false;
    }
    try {
      await fetch(box.dataset.probe, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(LONGEST_PROBE) });
      return true;
    } catch {
      return false;
    }
  };

  const sendIfReachable = async (form, submitter) => {
    const there = await reachable();
    release(form);
    document.getElementById(OFFLINE)?.remove();
    if (there) {
      reached.add(form);
      HTMLFormElement.prototype.requestSubmit.call(form, submitter); // an input may be named requestSubmit
      reached.delete(form);
      return;
    }
    const notice = document.createElement("p");
    notice.id = OFFLINE;
    notice.className = "kept-notice";
    notice.setAttribute("role", "alert");
    notice.textContent = box.dataset.offline;
    box.append(notice);
  };

  const onSubmit = (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") {
      return;
    }
    const kept = box && (form.hasAttribute("data-keep") || form.querySelector("[data-keep]"));
    if (sent.has(form) || (kept && !reached.has(form))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!sent.has(form)) {
        hold(form);
        sendIfReachable(form, event.submitter);
      }
      return;
    }
    hold(form);
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
