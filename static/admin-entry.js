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
    // The column in which to go on from one cell: the one in which a row of fewer cells was entered, and for Enter the
    // one in which Tab began the row.
    let entered = null;
    let begun = null;
    const columnOf = (cell) => (entered?.cell === cell ? entered.column : Number(cell.dataset.column));
    const beginOf = (cell) => (begun?.cell === cell ? begun.column : columnOf(cell));
    const sideways = (cell, right) => {
      const row = cell.dataset.row;
      for (let column = Number(cell.dataset.column) + right; column >= 0 && column <= lastColumn; column += right) {
        const next = at.get(`${row}:${column}`);
        if (next) { return next; }
      }
      return null;
    };
    const vertically = (cell, down, wanted) => {
      for (let row = Number(cell.dataset.row) + down; row >= 0 && row <= lastRow; row += down) {
        for (let column = wanted; column >= 0; column -= 1) {
          const next = at.get(`${row}:${column}`);
          if (next) {
            entered = { cell: next, column: wanted };
            return next;
          }
        }
      }
      return null;
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
      const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
      const moves = {
        Enter: () => vertically(cell, event.shiftKey ? -1 : 1, beginOf(cell)),
        ArrowDown: () => vertically(cell, 1, columnOf(cell)),
        ArrowUp: () => vertically(cell, -1, columnOf(cell)),
        ArrowRight: whole || cell.selectionStart === cell.value.length ? () => sideways(cell, 1) : null,
        ArrowLeft: whole || cell.selectionEnd === 0 ? () => sideways(cell, -1) : null,
      }[event.key];
      if (event.key === "Tab") { begun = event.shiftKey ? null : { cell: sideways(cell, 1), column: beginOf(cell) }; }
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") { entered = null; }
      if (event.key === "Escape" && cell.dataset.was !== undefined && cell.value !== cell.dataset.was) {
        event.preventDefault();
        cell.value = cell.dataset.was;
        reckon(cell);
        return;
      }
      if (!moves || (event.shiftKey && event.key !== "Enter")) { return; }
      const next = moves();
      // Enter in the last row must not send the form, as it would without this script.
      if (next || event.key === "Enter") { event.preventDefault(); }
      next?.focus();
      if (!next && event.key === "Enter" && !event.shiftKey) { form.querySelector(".submit-row button[value=save]")?.focus(); }
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
      settle(cell);
    };
    // A line without a figure reads "not entered", one with a figure "reported"; other statuses were chosen.
    const settle = (cell) => {
      const select = document.getElementById(cell.dataset.status);
      if (!select || !["", "normal"].includes(select.value)) { return; }
      const value = (byStatus.get(cell.dataset.status) ?? []).some((one) => one.value.trim()) ? "normal" : "";
      if (select.value !== value) { choose(cell, value); }
    };

    // --- Reckoning along --------------------------------------------------------------------------------------
    const numbers = window.trackerNumbers;
    const language = form.dataset.language;
    const byId = new Map(cells.map((cell) => [cell.id, cell]));
    const byStatus = new Map();
    for (const cell of cells) { byStatus.set(cell.dataset.status, [...(byStatus.get(cell.dataset.status) ?? []), cell]); }
    const show = (id, text) => {
      const place = document.getElementById(id);
      if (place) { place.textContent = text; }
    };
    const write = (value) => numbers.write(value, language);
    const statusOf = (cell) => document.getElementById(cell.dataset.status)?.value;

    // The figure that a cell states: its number, 0 where nothing occurred; null is none, for missing is not zero.
    const stated = (cell) => {
      if (cell.value.trim()) { return numbers.read(cell.value, language); }
      return statusOf(cell) === "nil" && cell.dataset.part !== "year_to_date" ? "0" : null;
    };
    const computed = (cell) => {
      const other = byId.get(cell.dataset.counterpart);
      const before = cell.dataset.before;
      if (!other || before === undefined || cell.value.trim()) { return null; }
      const value = stated(other);
      if (value === null || stated(cell) !== null) { return null; }
      return cell.dataset.part === "year_to_date" ? numbers.add(before, value) : numbers.subtract(value, before);
    };
    const showComputed = (cell) => {
      const value = computed(cell);
      show(`${cell.id}-computed`, value === null ? "" : form.dataset.textComputed.replace("{number}", write(value)));
    };

    // The server says which lines add up to which (tracker/admin/entry_parts.py); each group is summed on its own.
    const groups = new Map();
    const totalsOf = new Map();
    for (const cell of cells.filter((one) => one.dataset.parts)) {
      const found = JSON.parse(cell.dataset.parts).map(({ names, parts }) => {
        return { names, members: parts.map((key) => byId.get(`line-${key}-${cell.dataset.part}`)) };
      });
      groups.set(cell, found.filter(({ members }) => members.every(Boolean)));
      for (const member of groups.get(cell).flatMap((group) => group.members)) {
        totalsOf.set(member, [...(totalsOf.get(member) ?? []), cell]);
      }
    }
    // What a part brings into a sum: nothing where it does not apply; a silent one is known by its own parts.
    const isAside = (cell) => statusOf(cell) === "not_applicable" && !cell.value.trim();
    const known = (cell, seen = []) => {
      if (isAside(cell)) { return "0"; }
      const own = stated(cell) ?? computed(cell);
      if (own !== null || seen.includes(cell)) { return own; }
      for (const { members } of groups.get(cell) ?? []) {
        const values = members.map((member) => known(member, [...seen, cell]));
        if (!values.includes(null)) { return values.reduce(numbers.add); }
      }
      return null;
    };
    const sumText = (total, { names, members }, several) => {
      const values = members.map((member) => known(member));
      const found = values.filter((value) => value !== null);
      if (!members.some((member, index) => values[index] !== null && !isAside(member))) { return ""; }
      const sum = found.reduce(numbers.add);
      const whole = found.length === members.length;
      const text = (whole ? form.dataset.textParts : form.dataset.textSomeParts).replace("{number}", write(sum));
      const own = stated(total) ?? computed(total);
      const differs = whole && own !== null && numbers.compare(own, sum) !== 0;
      const difference = differs ? ` ${form.dataset.textDiffers.replace("{number}", write(numbers.subtract(own, sum)))}` : "";
      return `${several ? `${names}: ` : ""}${text}${difference}`;
    };
    const showSums = (total) => {
      const own = groups.get(total) ?? [];
      const texts = own.map((group) => sumText(total, group, own.length > 1));
      show(`${total.id}-parts`, texts.filter(Boolean).join("; "));
    };
    const sums = (cell, seen = new Set()) => {
      if (seen.has(cell)) { return; }
      seen.add(cell);
      showSums(cell);
      for (const total of totalsOf.get(cell) ?? []) { sums(total, seen); }
    };
    const reckon = (cell) => {
      if (!numbers) { return; }
      const pair = [cell, byId.get(cell.dataset.counterpart)].filter(Boolean);
      pair.forEach(showComputed);
      pair.forEach((one) => sums(one));
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
      for (const cell of byStatus.get(event.target.id) ?? []) { reckon(cell); }
    });
    for (const cell of cells) {
      if (cell.value || groups.has(cell)) { reckon(cell); }
    }
    const wrong = form.querySelector("[aria-invalid=true]");
    // What a block changes is looked at first, with the button that saves it at hand.
    const placed = document.querySelector(".placed button[value=save]");
    (wrong ?? placed ?? (form.dataset.focus === undefined ? null : cells[0]))?.focus();
  };

  for (const form of document.querySelectorAll("form[data-entry-grid]")) { setUp(form); }
}
