// Keep what is typed through a lost connection, the back button and a closed window.
//
// A form is kept if it, or an element in it, says data-keep="<a key of its own>". Beside it may stand data-version (it
// changes when somebody changes what the form shows) and data-saved (not empty only on the page that follows a save of
// this form). Inputs under data-keep-never are left out, as are hidden ones, passwords and files. The texts and the
// person are on #kept-typing (templates/admin/kept_typing.html). Without a script nothing of this is needed to work.
"use strict";
{
  const PREFIX = "kept-typing:";
  const SENT = "kept-typing-sent";
  const PERSON = "kept-typing-person";
  const LONGEST_AGE = 7 * 24 * 3600 * 1000; // milliseconds
  const MOST_CHARACTERS = 1024 * 1024; // of two bytes each: 2 MB for all records together
  const NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];
  const box = document.getElementById("kept-typing");

  // --- The browser's store: it may be full or forbidden; then nothing is kept, and nothing breaks -------------------
  const guarded = (act, otherwise = null) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  const read = (key) => guarded(() => JSON.parse(localStorage.getItem(key)));
  const forget = (key) => guarded(() => localStorage.removeItem(key));
  const sessionRead = (key) => guarded(() => sessionStorage.getItem(key));
  const sessionWrite = (key, text) => guarded(() => sessionStorage.setItem(key, text));
  const sessionForget = (key) => guarded(() => sessionStorage.removeItem(key));
  const keptKeys = () => guarded(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);

  const forgetTheOld = () => {
    for (const key of keptKeys()) {
      const record = read(key);
      if (!record || !(Date.now() - record.at < LONGEST_AGE)) {
        forget(key);
      }
    }
  };

  const write = (key, record) => {
    const text = JSON.stringify(record);
    const others = keptKeys()
      .filter((other) => other !== key)
      .map((other) => ({ key: other, at: read(other)?.at ?? 0, length: localStorage.getItem(other).length }))
      .sort((one, two) => one.at - two.at);
    let room = MOST_CHARACTERS - others.reduce((sum, other) => sum + other.length, 0);
    while (room < text.length && others.length) {
      const oldest = others.shift();
      forget(oldest.key);
      room += oldest.length;
    }
    if (text.length <= room) {
      guarded(() => localStorage.setItem(key, text));
    }
  };

  // --- What an input holds, and what the server had put into it ------------------------------------------------------
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const chosen = (options) => JSON.stringify(options.map((option) => option.value));
  const valueOf = (field) => {
    if (isChoice(field)) {
      return field.checked ? "1" : "";
    }
    return field.type === "select-multiple" ? chosen([...field.selectedOptions]) : field.value;
  };
  const serverValue = (field) => {
    if (isChoice(field)) {
      return field.defaultChecked ? "1" : "";
    }
    if (field.tagName !== "SELECT") {
      return field.defaultValue;
    }
    const marked = [...field.options].filter((option) => option.defaultSelected);
    if (field.multiple) {
      return chosen(marked);
    }
    return (marked.at(-1) ?? field.options[0])?.value ?? "";
  };
  const labelOf = (field) =>
    (field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? field.name).trim().replace(/:$/, "");
  const textsOf = (field) =>
    field.tagName === "SELECT"
      ? Object.fromEntries([...field.selectedOptions].map((option) => [option.value, option.textContent.trim()]))
      : undefined;

  const fieldsOf = (form) => {
    const seen = new Map();
    const found = new Map();
    for (const field of form.elements) {
      if (!field.matches("input, select, textarea") || !field.name || NEVER.includes(field.type)) {
        continue;
      }
      const place = seen.get(field.name) ?? 0;
      seen.set(field.name, place + 1);
      if (!field.readOnly && !field.disabled && !/password|csrf/i.test(field.name) && !field.closest("[data-keep-never]")) {
        found.set(`${field.name}#${place}`, field);
      }
    }
    return found;
  };

  const fill = (field, entry) => {
    if (isChoice(field)) {
      field.checked = entry.typed === "1";
    } else if (field.tagName === "SELECT") {
      const wanted = field.multiple ? JSON.parse(entry.typed) : [entry.typed];
      for (const value of wanted) {
        if (![...field.options].some((option) => option.value === value)) {
          field.add(new Option(entry.texts?.[value] ?? value, value)); // a search box knows only what was once chosen
        }
      }
      for (const option of field.options) {
        option.selected = wanted.includes(option.value);
      }
    } else {
      field.value = entry.typed;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // --- Notices -------------------------------------------------------------------------------------------------------
  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      made.setAttribute(name, value);
    }
    return made;
  };
  const momentText = (at) => {
    const moment = new Date(at);
    const today = moment.toDateString() === new Date().toDateString();
    const form = today ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" };
    return new Intl.DateTimeFormat(document.documentElement.lang, form).format(moment);
  };
  const button = (text, act) => {
    const made = element("button", text, { type: "button" });
    made.addEventListener("click", act);
    return made;
  };
  const show = (state, ...parts) => {
    state.notice?.remove();
    state.notice = parts.length ? element("div", "", { class: "kept-notice" }) : null;
    if (state.notice) {
      state.notice.append(...parts);
      box.append(state.notice);
    }
  };
  const leftList = (left) => {
    const list = document.createElement("ul");
    list.append(...left.map((entry) => element("li", `${entry.label}: ${Object.values(entry.texts ?? {}).join(", ") || entry.typed}`)));
    return [element("p", box.dataset.left), list];
  };

  // --- Keeping one form ----------------------------------------------------------------------------------------------
  const keeping = new Map();
  // As the page came: a search box has no choices at first, and what is chosen would pass for what the server sent.
  const cameWith = (state, key, field) => state.server.get(key) ?? serverValue(field);

  const keep = (state) => {
    for (const [key, field] of fieldsOf(state.form)) {
      const server = cameWith(state, key, field);
      const now = valueOf(field);
      const before = state.entries[key];
      if (now !== server) {
        const base = before?.base ?? server;
        state.entries[key] = { base, typed: now, label: labelOf(field), texts: textsOf(field) };
        if (now === base) {
          delete state.entries[key];
        }
      } else if (state.touched.has(key)) {
        delete state.entries[key];
        if (state.undecided[key]) {
          state.entries[key] = state.undecided[key];
        }
      }
    }
    if (Object.keys(state.entries).length) {
      write(state.key, { at: state.typedAt ?? Date.now(), version: state.version, entries: state.entries });
    } else {
      forget(state.key);
    }
  };

  const discard = (state) => {
    state.entries = {};
    state.undecided = {};
    forget(state.key);
    show(state);
    box.focus();
  };

  const bringBack = (state) => {
    const fields = fieldsOf(state.form);
    const left = [];
    let first = null;
    for (const [key, entry] of Object.entries(state.entries)) {
      const field = fields.get(key);
      // Where somebody has changed the value meanwhile, that value stays: it is shown beside, never written over.
      if (!field || ![entry.base, entry.typed].includes(cameWith(state, key, field))) {
        left.push(entry);
      } else {
        fill(field, entry);
        first ??= field;
      }
    }
    state.undecided = {};
    const parts = [element("p", first ? box.dataset.broughtBack : "")].filter((part) => part.textContent);
    show(state, ...parts, ...(left.length ? [...leftList(left), button(box.dataset.discard, () => discard(state))] : []));
    (first ?? box).focus();
  };

  const offer = (state, record) => {
    const fields = fieldsOf(state.form);
    const differs = ([key, entry]) => !fields.has(key) || valueOf(fields.get(key)) !== entry.typed;
    if (Object.entries(state.entries).some(differs)) {
      show(
        state,
        element("p", box.dataset.offer.replace("{moment}", momentText(record.at))),
        ...(record.version === state.version ? [] : [element("p", box.dataset.changed)]),
        button(box.dataset.bringBack, () => bringBack(state)),
        button(box.dataset.discard, () => discard(state)),
      );
    }
  };

  const start = (mark, sent) => {
    const form = mark.closest("form");
    // The language belongs to the key: 1.234 typed in one language is another number in the other.
    const key = `${PREFIX}${box.dataset.person}:${document.documentElement.lang}:${mark.dataset.keep}`;
    if (sent === key) {
      sessionForget(SENT);
    }
    if (mark.dataset.saved) {
      forget(key);
    }
    const record = read(key);
    const state = {
      form,
      key,
      server: new Map([...fieldsOf(form)].map(([name, field]) => [name, serverValue(field)])),
      version: mark.dataset.version ?? "",
      entries: record?.entries ?? {},
      undecided: { ...record?.entries },
      touched: new Set(),
      notice: null,
    };
    keeping.set(form, state);
    let timer = 0;
    const typed = (event) => {
      for (const [name, field] of fieldsOf(form)) {
        if (field === event.target || field.name === event.target.name) {
          state.touched.add(name);
        }
      }
      state.typedAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => keep(state), 300);
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    if (record) {
      state.typedAt = record.at;
      offer(state, record);
    }
  };

  // A capturing listener comes before those of the form itself, which may put the sending off (send-once.js).
  const onSubmit = (event) => {
    const state = keeping.get(event.target);
    if (state) {
      keep(state);
      sessionWrite(SENT, state.key);
    } else {
      sessionForget(SENT); // the success of another form says nothing about the one that is kept
    }
  };

  if (box) {
    document.addEventListener("submit", onSubmit, true);
    sessionWrite(PERSON, box.dataset.person);
    forgetTheOld();
    let sent = sessionRead(SENT);
    if (sent && document.querySelector(".messagelist .success")) {
      forget(sent); // the admin says by a message that the form which led here was saved
      sessionForget(SENT);
      sent = null;
    }
    document.querySelectorAll("form[data-keep], form [data-keep]").forEach((mark) => start(mark, sent));
    const keepAll = () => keeping.forEach((state) => keep(state)); // what another script filled in gave no sign
    window.addEventListener("pagehide", keepAll);
    document.addEventListener("visibilitychange", keepAll);
  }
}
