// Small helps on top of pages that work without them. No framework: listeners sit on the document and are keyed on data-*;
// each block says what happens without it.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act, options) => document.addEventListener(name, act, options);
  const body = document.body;
  const account = body.dataset.account || "";
  const device = matchMedia("(pointer: coarse)").matches ? "ponsel" : "komputer";

  // The browser's store may be full, switched off or forbidden; then everything works, only without drafts.
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys(start) { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
  };

  // --- Drafts. Without this block a form that was not sent is empty when it is opened again. -------------------------------
  // data-draft="name": every change is kept until the server says that it was sent. Other posted forms are kept when they are
  // sent or the screen goes idle, and forgotten on the next signed-in page: they come back only after a sign-in in between.
  const oldest = 7 * 24 * 3600 * 1000;
  const prepared = new WeakSet();
  const touched = new Set();
  const mayKeep = (form) => account
    && form.getAttribute("method")?.toLowerCase() === "post"
    && !form.matches("[data-no-draft], [data-no-drafts] *") && !one('input[type="password"]', form);
  const formName = (form) => form.dataset.draft || form.getAttribute("id") || form.getAttribute("action") || "";
  const sentTo = (form) => new URL(form.getAttribute("action") || "", location.href).pathname; // the path that dropSent() is told
  const draftKey = (form) => `draf:${account}:${sentTo(form)}:${formName(form)}`;
  const isTyped = (field) => field.name && field.name !== "csrf_token"
    && !["password", "file", "submit", "button", "image", "reset"].includes(field.type)
    && (field.type !== "hidden" || field.hasAttribute("data-keep"));

  function valuesOf(form) {
    const values = {};
    for (const field of form.elements) {
      if (!isTyped(field)) continue;
      const list = (values[field.name] ||= []);
      if (field.type === "checkbox" || field.type === "radio") { if (field.checked) list.push(field.value); }
      else if (field.multiple && field.options) list.push(...[...field.selectedOptions].map((option) => option.value));
      else list.push(field.value);
    }
    return values;
  }

  function putValues(form, values) {
    const left = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, [...list]]));
    const changed = [];
    for (const field of [...form.elements].filter((each) => isTyped(each) && left[each.name])) {
      const before = `${field.value}|${field.checked}`;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values[field.name].includes(field.value);
      else if (field.multiple && field.options) for (const option of field.options) option.selected = values[field.name].includes(option.value);
      else if (left[field.name].length) field.value = left[field.name].shift();
      if (`${field.value}|${field.checked}` !== before) changed.push(field);
    }
    changed.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    return changed.length > 0;
  }

  const keep = (form, sent = false) => mayKeep(form) && store.write(draftKey(form), { at: Date.now(), sent, values: valuesOf(form) });
  const keepTouched = (every) => { for (const form of touched) if (form.isConnected && (every || form.hasAttribute("data-draft"))) keep(form); };

  function noteFor(form) {
    const note = one("[data-draft-note]", form) || form.insertBefore(document.createElement("p"), form.firstChild);
    const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "Buang" });
    drop.dataset.dropDraft = "";
    note.className = "flash wide";
    Object.assign(note.dataset, { draftNote: "", tone: "note" });
    note.setAttribute("role", "status");
    note.replaceChildren(`Draf di ${device} ini dikembalikan.`, drop);
    note.hidden = false;
  }

  function restore(form) {
    if (prepared.has(form) || !mayKeep(form)) return;
    prepared.add(form);
    const draft = store.read(draftKey(form));
    if (!draft || Date.now() - draft.at > oldest) return store.remove(draftKey(form));
    if (form.hasAttribute("data-restored") || one(".errors")) return;
    if (putValues(form, draft.values)) noteFor(form);
    if (form.hasAttribute("data-draft")) touched.add(form);
    else store.remove(draftKey(form));
  }

  function dropSent() {
    for (const done of all('meta[name="draft-done"], [data-draft-done]')) {
      const key = `draf:${account}:${done.content || done.dataset.draftDone}`;
      touched.forEach((form) => { if (draftKey(form) === key) touched.delete(form); });
      store.remove(key);
      done.remove();
    }
  }

  function sortDrafts() {
    for (const key of store.keys("draf:")) {
      const draft = store.read(key);
      if (!account && draft?.sent) store.write(key, { ...draft, sent: false });
      if (account && (draft?.sent || !key.startsWith(`draf:${account}:`))) store.remove(key);
    }
  }

  let waiting;
  const typed = (event) => {
    const form = event.target.form;
    if (!form || !isTyped(event.target)) return;
    touched.add(form);
    clearTimeout(waiting);
    waiting = setTimeout(keepTouched, 400);
  };
  on("input", typed);
  on("change", typed);
  on("visibilitychange", () => document.visibilityState === "hidden" && keepTouched());
  addEventListener("pagehide", () => keepTouched());
  on("click", (event) => {
    const drop = event.target.closest("[data-drop-draft]");
    if (!drop) return;
    const { form } = drop;
    touched.delete(form);
    store.remove(draftKey(form));
    one("[data-draft-note]", form).hidden = true;
    form.reset();
    showChosen();
    one("input:not([type=hidden]), select, textarea", form)?.focus();
  });
  // Photos that wait on this phone (static/field.js) stay for their account; whoever signs out is told once.
  const photosWaiting = () => (account && store.read(`foto:${account}`)) || { count: 0 };
  let toldOfPhotos = false;
  function tellPhotos() {
    const { count, path } = photosWaiting();
    if (!count || one("[data-photo-queue], [data-photos-waiting], [data-autosave]")) return;
    const line = Object.assign(document.createElement("p"), { className: "flash", textContent: `${count} foto belum terkirim. ` });
    line.append(Object.assign(document.createElement("a"), { href: path, textContent: "Lihat dan kirim" }));
    Object.assign(line.dataset, { tone: "soon", photosWaiting: "" });
    one(".flashes")?.append(line);
  }
  on("submit", (event) => {
    if (!event.target.matches("[data-signout]") || toldOfPhotos || !photosWaiting().count) return;
    toldOfPhotos = true;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(`${photosWaiting().count} foto belum terkirim. Foto tetap di ponsel ini untuk akun ini. Tekan Keluar sekali lagi untuk keluar.`, "soon");
  }, true);

  on("submit", (event) => {
    const form = event.target;
    if (touched.has(form)) keep(form, !form.hasAttribute("data-draft"));
    if (!form.matches("[data-signout]")) return;
    clearTimeout(waiting);
    touched.clear();
    store.keys("draf:").forEach(store.remove);
  });

  // --- Sent once. Without this block the server still makes one record of a double tap (submission key). -------------------
  const isBusy = (form) => form.getAttribute("aria-busy") === "true";
  const buttonsOf = (form) => [...form.elements].filter((field) => field.type === "submit");
  const release = (form) => { form.removeAttribute("aria-busy"); buttonsOf(form).forEach((button) => button.removeAttribute("aria-disabled")); };
  on("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-many")) return;
    if (isBusy(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.setAttribute("aria-busy", "true");
    buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(release, 10000, form);
  }, true);
  on("htmx:finally:request", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  addEventListener("pageshow", () => all("form[aria-busy]").forEach(release));

  // --- Signed out or cut off in the middle. Without this block the browser shows its own page; Back brings the form back. ---
  const signInUrl = () => `/masuk?lanjut=${encodeURIComponent(location.pathname + location.search)}`;
  function say(text, tone) {
    const line = Object.assign(document.createElement("p"), { className: "flash", textContent: text });
    line.dataset.tone = tone;
    one(".flashes")?.replaceChildren(line);
  }
  // A form on its way is not stopped by a look that finds the session ended: its own answer leads to the sign-in page.
  on("htmx:before:response", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    if (response.status === 401 && all("form[aria-busy]").some((form) => form !== sourceElement)) event.preventDefault();
  });
  on("htmx:response:error", (event) => {
    const { status } = event.detail.ctx.response;
    if (status === 401) keepTouched(true); // the answer says where to sign in
    if (status >= 500) say("Server sedang bermasalah. Yang sudah diketik tetap ada; coba lagi sebentar lagi.", "late");
  });
  on("htmx:error", (event) => {
    if (!event.detail.ctx || event.detail.ctx.response) return;
    keepTouched();
    say("Tidak tersambung. Yang sudah diketik tetap ada; coba lagi bila sinyal kembali.", "late");
  });

  // --- Idle: blank the screen. Without this block the server ends the session all the same, but the last page stays visible. -
  const idle = Number(body.dataset.idleSeconds || 0) * 1000;
  if (idle) {
    const seen = () => store.write("aktif", Date.now());
    let last = Date.now();
    const moved = () => { if (Date.now() - last > 1000) { last = Date.now(); seen(); } };
    ["pointerdown", "pointermove", "keydown", "touchstart", "wheel"].forEach((name) => on(name, moved, { passive: true }));
    seen();
    const look = () => {
      if (Date.now() - Math.max(last, Number(store.read("aktif") || 0)) < idle + 5000) return;
      keepTouched(true);
      one("main").replaceChildren();
      location.assign(signInUrl());
    };
    setInterval(look, Math.min(5000, idle));
    on("visibilitychange", look);
  }

  // --- Search results by keyboard. Without this block Tab walks through the links, and Enter opens the page of results. ------
  on("keydown", (event) => {
    const box = one("[data-search]");
    if (!box) return;
    const rows = all("[data-results] a, [data-results] button");
    const at = rows.indexOf(document.activeElement);
    if (document.activeElement !== box && at < 0) return;
    if (event.key === "ArrowDown" && rows.length) { event.preventDefault(); rows[Math.min(at + 1, rows.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (rows[at - 1] || box).focus(); }
    else if (event.key === "Escape" && (box.value || at >= 0)) {
      event.preventDefault();
      if (at < 0) { box.value = ""; box.dispatchEvent(new Event("input", { bubbles: true })); }
      box.focus();
    } else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) box.focus();
  });

  // --- A form that somebody has begun is not replaced by the next search (data-touch names the field that says so). -----------
  // Without this block nothing searches while typing, so nothing is replaced.
  const begun = (event) => {
    const flag = event.target.form?.dataset.touch && one(event.target.form.dataset.touch);
    if (flag) flag.value = "1";
  };
  on("input", begun);
  on("change", begun);

  // --- A change in a small form is sent at once; its button is for those without JavaScript (button.save). --------------------
  document.documentElement.dataset.script = "";

  // --- A number that is complete (data-whole digits) is looked at at once, so that what it offers is the next thing to reach. --
  // Without this block that happens when the field is left, or when the form is sent.
  on("input", ({ target }) => {
    const whole = Number(target.dataset?.whole);
    if (whole && target.value.replace(/\D/g, "").length === whole) target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // --- "Isi dari NIK". Without this block the button sends the form, which comes back filled in. -----------------------------
  on("click", (event) => {
    const button = event.target.closest("button[data-fill]");
    if (!button) return;
    const fill = { birth_date: button.dataset.fillDate, sex: button.dataset.fillSex };
    const form = button.form || button.closest("form");
    const fields = form ? [...form.elements].filter((field) => fill[field.name]) : [];
    if (!fields.length) return;
    event.preventDefault();
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === fill[field.name];
      else field.value = fill[field.name];
      if (field.type !== "radio" || field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    fields[0].focus();
  });

  // --- Parts that belong to a choice (data-shows on a radio, checkbox or option). Without this block all parts are shown. -----
  function showChosen() {
    const shown = new Map();
    for (const choice of all("[data-shows]")) {
      const chosen = choice.checked || choice.selected || false;
      for (const part of all(choice.dataset.shows)) shown.set(part, shown.get(part) || chosen);
    }
    for (const [part, visible] of shown) part.hidden = !visible && !one('[aria-invalid="true"], [data-invalid]', part);
  }
  on("change", showChosen);

  // --- Photos: shrunk here, shown small. Without this block the files are sent as they are; the server shrinks them. ----------
  const photoEdge = 1600;
  async function drawn(file, edge, type = "image/jpeg") {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return { small: () => canvas.toDataURL(type, 0.7), blob: () => new Promise((done) => canvas.toBlob(done, type, 0.82)) };
  }
  async function shrunk(file) {
    if (file.size < 600000 || !file.type.startsWith("image/")) return file;
    try {
      const blob = await (await drawn(file, photoEdge)).blob();
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }) : file;
    } catch { return file; }
  }
  async function thumbnail(file) {
    const row = document.createElement("li");
    const name = Object.assign(document.createElement("small"), { textContent: file.name });
    try { row.append(Object.assign(new Image(), { src: (await drawn(file, 240)).small(), alt: "" })); }
    catch { name.textContent = `${file.name} bukan foto yang dapat dibaca`; }
    row.append(name);
    return row;
  }
  on("change", async (event) => {
    const input = event.target;
    if (!input.matches("input[data-photos]")) return;
    const most = Number(input.dataset.photos) || 6;
    const chosen = [...input.files];
    const files = await Promise.all(chosen.slice(0, most).map(shrunk));
    if (!input.isConnected) return;
    const bag = new DataTransfer();
    files.forEach((file) => bag.items.add(file));
    input.files = bag.files;
    const size = Math.max(0.1, files.reduce((sum, file) => sum + file.size, 0) / 1048576).toLocaleString("id", { maximumFractionDigits: 1 });
    const area = input.closest(".photos");
    one("[data-photos-said]", area).textContent = files.length
      ? `${files.length} foto, ${size} MB.${chosen.length > most ? ` Paling banyak ${most}; sisanya tidak diambil.` : ""}` : "";
    const list = one("[data-photos-list]", area);
    list.replaceChildren(...await Promise.all(files.map(thumbnail)));
    list.hidden = !files.length;
  });

  // --- A file to upload (data-file): its name and size are said. Without this block the browser shows the name alone. --------
  on("change", ({ target }) => {
    if (!target.matches("input[data-file]")) return;
    const file = target.files[0];
    const size = file && Math.max(0.1, file.size / 1048576).toLocaleString("id", { maximumFractionDigits: 1 });
    const said = one("[data-file-said]", target.closest(".field"));
    said.textContent = file ? `${file.name}: ${size} MB.` : "";
    if (file && file.size > Number(target.dataset.file)) said.textContent += " Terlalu besar; bagi menjadi beberapa berkas.";
  });

  // --- Printing. Without this block the button stays hidden; the browser's menu prints. ----------------------------------------
  on("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  on("click", (event) => {
    const button = event.target.closest("[data-print-frame]");
    if (button) document.getElementById(button.dataset.printFrame).contentWindow.print();
  });

  // --- Places to put into a text. Without this block the buttons stay hidden; the list below the field says what to type. ------
  on("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    field.focus();
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // --- Each time something new stands on the page. Without this block the focus stays where the browser puts it. --------------
  function arrive() {
    dropSent();
    all("form").forEach(restore);
    showChosen();
    tellPhotos();
    all(":is([data-print], [data-print-frame], [data-insert])[hidden]").forEach((button) => { button.hidden = false; });
    const errors = one(".errors:not([data-seen])");
    const start = one("[data-autofocus]:not([data-seen])");
    all(".errors, [data-autofocus]").forEach((each) => { each.dataset.seen = ""; });
    if (errors) errors.focus();
    else if (start && !location.hash) start.focus({ preventScroll: true });
  }
  on("htmx:after:settle", () => setTimeout(arrive)); // later, because htmx readies new elements after this event
  // What static/field.js builds on: the drafts of this account, and photos made small.
  const forget = (form) => { touched.delete(form); store.remove(draftKey(form)); };
  window.Puskesos = { account, store, shrunk, thumbnail, forget, keepNow: () => keepTouched(true), signInUrl };
  sortDrafts();
  on("DOMContentLoaded", arrive);
})();
