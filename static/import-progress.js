// Show how far the work on a long file has come, and load the page anew when it has ended. Without this script the page
// is the same and is looked at again by its link.
"use strict";
{
  const EVERY = 1500; // milliseconds between two questions
  const place = document.getElementById("import-progress");
  const bar = document.getElementById("import-bar");
  const said = document.getElementById("import-said");
  const words = document.getElementById("import-words").dataset;
  let first = null; // the first answer with a number: the speed is reckoned from it

  const secondsLeft = (done, known) => {
    if (first === null || done <= first.done) {
      return null;
    }
    const speed = (done - first.done) / (Date.now() - first.at);
    return Math.max(1, Math.round((known - done) / speed / 1000));
  };

  const show = ({ done, known }) => {
    if (!known) {
      return;
    }
    first ??= { done, at: Date.now() };
    bar.max = known;
    bar.value = done;
    const left = secondsLeft(done, known);
    const lines = words.lines.replace("{done}", done).replace("{known}", known);
    said.textContent = left === null ? lines : `${lines}, ${words.left.replace("{seconds}", left)}`;
  };

  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.state, { cache: "no-store" });
      if (answer.ok) {
        const state = await answer.json();
        if (!state.at_work) {
          location.reload();
          return;
        }
        show(state);
      }
    } catch {
      // The server is away for a moment; the work goes on, and so does asking.
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}
