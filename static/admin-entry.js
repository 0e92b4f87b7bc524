// The entry grids of the admin: move as in a spreadsheet, mark with one key, reckon along, paste a block.
// Everything here only helps: the server reads, checks and reckons again, and the page works without this script.
"use strict";
{
  // Signs that mark a cell, as official statistics write them; the server understands the same signs as text.
  const SIGNS = {
    "-": "nil", "–": "nil", "−": "nil", "…": "not_collected", "...": "not_collected",
    "x": "not_applicable", "X": "not_applicable", "?": "not_yet_known",
  };
  const FLAGS = { "*": "provisional", "~": "estimated" };
  const WITHOUT_FIGURE = ["nil", "not_collected", "not_applicable", "not_yet_known"];

  const setUp = (form) => {
    const cells = [...form.querySelectorAll("input.cell")];
    const status = form.querySelector("[data-announce]");
    const at = new Map(cells.map((cell) => [`${cell.dataset.row}:${cell.dataset.column}`, cell]));
    const lastRow = Math.max(0, ...cells.map((cell) => Number(cell.dataset.row)));
    const lastColumn = Math.max(0, ...cells.map((cell) => Number(cell.dataset.column)));
    const say = (text) => { if (status) { status.textContent = text; } };

    // --- Moving -----------------------------------------------------------------------------------------------
    const go = (row, column, down, right) => {
      for (let i = row + down, j = column + right; i >= 0 && i <= lastRow && j >= 0 && j <= lastColumn; i += down, j += right) {
        const next = at.get(`${i}:${j}`);
        if (next) {
          next.focus();
          return true;
        }
      }
      return false;
    };
    const move = (event) => {
      const cell = event.target;
      if (!cell.matches?.("input.cell") || event.altKey || event.isComposing) { return; }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[value=save]"));
        return;
      }
      if (event.ctrlKey || event.metaKey) { return; }
      const row = Number(cell.dataset.row);
      const column = Number(cell.dataset.column);
      const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
      const moves = {
        Enter: [event.shiftKey ? -1 : 1, 0],
        ArrowDown: [1, 0],
        ArrowUp: [-1, 0],
        ArrowRight: whole || cell.selectionStart === cell.value.length ? [0, 1] : null,
        ArrowLeft: whole || cell.selectionEnd === 0 ? [0, -1] : null,
      }[event.key];
      if (event.key === "Escape" && cell.dataset.was !== undefined && cell.value !== cell.dataset.was) {
        event.preventDefault();
        cell.value = cell.dataset.was;
        reckon(cell);
        return;
      }
      if (!moves || (event.shiftKey && event.key !== "Enter")) { return; }
      const moved = go(row, column, ...moves);
      // Enter in the last row must not send the form, as it would without this script.
      if (moved || event.key === "Enter") { event.preventDefault(); }
      if (!moved && event.key === "Enter" && !event.shiftKey) { form.querySelector(".submit-row button[value=save]")?.focus(); }
    };

    // --- One key for a status ---------------------------------------------------------------------------------
    const choose = (cell, value) => {
      const select = document.getElementById(cell.dataset.status);
      if (!select) { return false; }
      select.value = value;
      say(`${cell.getAttribute("aria-label")}: ${select.selectedOptions[0]?.textContent ?? ""}`);
      return true;
    };
    const mark = (cell) => {
      const text = cell.value.trim();
      const flag = FLAGS[text.slice(-1)] ?? FLAGS[text.slice(0, 1)];
      const toDate = cell.dataset.part === "year_to_date";
      if (SIGNS[text]) {
        if (choose(cell, SIGNS[text])) {
          // Nothing in the year to date is a year to date of 0; the status speaks of the quarter.
          cell.value = toDate && SIGNS[text] === "nil" ? "0" : "";
          if (SIGNS[text] === "not_yet_known") { document.getElementById(cell.dataset.note)?.focus(); }
        }
      } else if (flag && text.length > 1) {
        if (choose(cell, flag)) { cell.value = text.replace(/[*~]/g, "").trim(); }
      } else if (text) {
        const status = document.getElementById(cell.dataset.status)?.value;
        if (WITHOUT_FIGURE.includes(status) && !(toDate && status === "nil")) { choose(cell, "normal"); }
      }
    };

    // --- Reckoning along --------------------------------------------------------------------------------------
    const numbers = window.trackerNumbers;
    const language = form.dataset.language;
    const read = (cell) => (numbers && cell && cell.value.trim() ? numbers.read(cell.value, language) : null);
    const show = (id, text) => {
      const place = document.getElementById(id);
      if (place) { place.textContent = text; }
    };
    const write = (value) => numbers.write(value, language);
    const counterpart = (cell) => {
      const other = document.getElementById(cell.dataset.counterpart);
      const before = cell.dataset.before;
      if (!numbers || !other || before === undefined) { return; }
      const value = read(cell);
      const computed = `${other.id}-computed`;
      show(`${cell.id}-computed`, "");
      if (value === null || other.value.trim()) {
        show(computed, "");
        return;
      }
      const sum = cell.dataset.part === "in_quarter" ? numbers.add(before, value) : numbers.subtract(value, before);
      show(computed, form.dataset.textComputed.replace("{number}", write(sum)));
    };
    const parts = (cell) => {
      const total = cell.dataset.partOf || cell.dataset.totalId;
      if (!numbers || !total) { return; }
      const members = cells.filter((one) => one.dataset.partOf === total && one.dataset.column === cell.dataset.column);
      const known = members.map(read).filter((value) => value !== null);
      const head = cells.find((one) => one.dataset.totalId === total && one.dataset.column === cell.dataset.column);
      if (!head || members.length === 0) { return; }
      if (known.length === 0) {
        show(`${head.id}-parts`, "");
        return;
      }
      const sum = known.reduce((left, right) => numbers.add(left, right));
      const stated = read(head);
      const words = known.length < members.length ? form.dataset.textSomeParts : form.dataset.textParts;
      let text = words.replace("{number}", write(sum));
      if (stated !== null && known.length === members.length && numbers.subtract(stated, sum) !== "0") {
        text += ` ${form.dataset.textDiffers.replace("{number}", write(numbers.subtract(stated, sum)))}`;
      }
      show(`${head.id}-parts`, text);
    };
    const reckon = (cell) => {
      counterpart(cell);
      parts(cell);
    };

    // --- Pasting a block --------------------------------------------------------------------------------------
    const paste = (event) => {
      const cell = event.target;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const block = form.elements.namedItem("block");
      if (!block || !cell.matches?.("input.cell, textarea[name=block]")) { return; }
      if (cell === block || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) { return; }
      event.preventDefault();
      block.value = text;
      form.elements.namedItem("at_row").value = cell.dataset.row;
      form.elements.namedItem("at_column").value = cell.dataset.column;
      form.requestSubmit(form.querySelector("button[value=place_block]"));
    };

    form.addEventListener("keydown", move);
    form.addEventListener("paste", paste);
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("input.cell")) {
        event.target.dataset.was = event.target.value;
        event.target.select();
      }
    });
    form.addEventListener("input", (event) => {
      if (event.target.matches("input.cell")) { reckon(event.target); }
    });
    form.addEventListener("change", (event) => {
      if (event.target.matches("input.cell")) {
        mark(event.target);
        reckon(event.target);
      }
    });
    for (const cell of cells) {
      if (cell.value && (cell.dataset.counterpart || cell.dataset.totalId || cell.dataset.partOf)) { reckon(cell); }
    }
    const wrong = form.querySelector("[aria-invalid=true]");
    (wrong ?? (form.dataset.focus === undefined ? null : cells[0]))?.focus();
  };

  for (const form of document.querySelectorAll("form[data-entry-grid]")) { setUp(form); }
}
