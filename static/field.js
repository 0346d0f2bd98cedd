// The pages of a visit report: parts save themselves, photos wait on the phone and go one by one, the place by a tap.
// Loaded after app.js (window.Puskesos). Without this file: "Simpan bagian" and "Kirim" do the same by hand.
(() => {
  "use strict";
  const { account, store, shrunk, thumbnail, forget, keepNow, signInUrl } = window.Puskesos;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, facts, ...inside) => { const made = Object.assign(document.createElement(name), facts); made.append(...inside); return made; };
  const task = (location.pathname.match(/T-[0-9-]+/) || [""])[0];
  const asked = { headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store" };

  // --- A part saves itself: first on the phone (app.js), then here on the server. ---------------------------------------------
  const form = one("form[data-autosave]");
  let waiting, sending, changes = 0, given = 0;
  const sayAll = (text) => all("[data-saved]").forEach((each) => { each.textContent = text; });
  const say = (text, more) => { const line = one("[data-saved-said]", form); line.replaceChildren(text, ...(more ? [" ", more] : [])); };
  const later = (wait) => { clearTimeout(waiting); waiting = setTimeout(saveNow, wait); };

  async function saveNow() {
    if (!form || sending || changes === given || form.getAttribute("aria-busy") === "true") return;
    const before = changes, body = new FormData(form);
    all('input[type="file"]', form).forEach((each) => each.name && body.delete(each.name));
    body.set("simpan", "otomatis");
    sending = new AbortController();
    try {
      const answer = await fetch(location.pathname, { ...asked, method: "POST", body, signal: sending.signal });
      await saved(answer, before);
    } catch {
      if (given !== Infinity) { sayAll("Belum tersimpan di server"); say("Belum ada sambungan. Isian tersimpan di ponsel ini."); later(15000); }
    } finally { sending = null; }
    if (changes !== before && given === before) later(2000);
  }

  async function saved(answer, before) {
    if (answer.status === 401 || answer.status === 400) return needSignIn();
    if (answer.status >= 500) throw new Error("later");
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    const line = one("[data-saved-version]", told);
    if (answer.ok && line) {
      given = before;
      form.elements.version.value = line.dataset.savedVersion;
      sayAll(line.textContent);
      say("Isian juga tersimpan di server, belum terkirim.");
      if (changes === before) forget(form);
      return;
    }
    sayAll("Belum tersimpan di server");
    say(line?.textContent || "Bagian ini belum dapat disimpan. Isian tetap di ponsel ini.", answer.status === 409 && make("a", { href: location.pathname, textContent: "Lihat yang terbaru" }));
  }

  function needSignIn() {
    keepNow();
    sayAll("Belum tersimpan di server");
    say("Sesi sudah berakhir. Isian tetap di ponsel ini.", make("a", { href: signInUrl(), textContent: "Masuk lagi" }));
  }

  if (form) {
    const touched = () => { changes += 1; sayAll("Belum tersimpan di server"); later(2500); };
    ["input", "change"].forEach((name) => form.addEventListener(name, (event) => event.target.name && event.target.type !== "file" && touched()));
    addEventListener("online", () => later(500));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveNow());
    form.addEventListener("submit", (event) => {
      if (navigator.onLine === false) {
        event.preventDefault();
        event.stopPropagation();
        keepNow();
        form.removeAttribute("aria-busy");
        all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
        return say("Belum ada sinyal. Isian tersimpan di ponsel ini; kirim lagi bila sinyal kembali.");
      }
      clearTimeout(waiting);
      given = Infinity;
      sending?.abort();
      setTimeout(() => { given = -1; }, 12000); // it never arrived: saving goes on
    }, true);
  }

  // --- The place, by a tap only, and only where the browser gives it (https or the hub's own computer). -----------------------
  const place = one("[data-place]");
  if (place) {
    const fields = ["latitude", "longitude", "accuracy"].map((name) => form.elements[name]);
    const told = one("[data-place-said]", place), take = one("[data-place-take]", place), drop = one("[data-place-drop]", place);
    const put = (values, text) => {
      fields.forEach((field, at) => { field.value = values[at]; });
      told.textContent = text;
      drop.hidden = !values[0];
      fields[0].dispatchEvent(new Event("change", { bubbles: true }));
    };
    one("[data-place-tick]", place)?.remove();
    one("[data-place-buttons]", place).hidden = false;
    drop.hidden = !fields[0].value;
    if (!isSecureContext || !navigator.geolocation) {
      take.hidden = true;
      if (!told.textContent) told.textContent = "Lokasi tidak dapat dicatat di sini: alamat aplikasi ini belum memakai https.";
    }
    drop.addEventListener("click", () => put(["", "", ""], "Lokasi dihapus."));
    take.addEventListener("click", () => {
      told.textContent = "Mencari lokasi …";
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const near = Math.round(coords.accuracy);
        put([coords.latitude.toFixed(5), coords.longitude.toFixed(5), String(near)], `Lokasi tercatat, ketelitian sekitar ${near} m.`);
      }, () => { told.textContent = "Lokasi tidak didapat. Izinkan lokasi, atau lanjutkan tanpa lokasi."; }, { enableHighAccuracy: true, timeout: 20000 });
    });
  }

  // --- Photos wait in IndexedDB, per account, until the server has them. ------------------------------------------------------
  const area = one("[data-photo-queue]");
  const sender = one("form[data-photos-to]");
  const marker = `foto:${account}`;
  let base, flushing = false, pause = 0, again, sentNow = 0;
  const wish = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
  const shelf = (mode) => base.transaction("foto", mode).objectStore("foto");
  const mine = async () => (await wish(shelf("readonly").getAll())).filter((each) => each.account === account).sort((a, b) => a.at - b.at);
  const here = async () => (await mine()).filter((each) => each.task === task);
  const newKey = () => { // randomUUID is missing on plain HTTP
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte, at) => ([4, 6, 8, 10].includes(at) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  };
  const sayPhotos = (text) => { one("[data-queue-said]", area).textContent = text; };

  function openShelf() {
    const request = indexedDB.open("puskesos-foto", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("foto", { keyPath: "key" });
    return wish(request);
  }

  async function line(entry) {
    const row = await thumbnail(entry.file);
    const kind = all('select option', area.parentElement).find((option) => option.value && option.value === entry.kind);
    row.lastChild.textContent = kind ? kind.textContent : "";
    const drop = make("button", { type: "button", textContent: "Buang" });
    drop.setAttribute("aria-label", `Buang foto ${entry.name}`);
    drop.addEventListener("click", async () => { await wish(shelf("readwrite").delete(entry.key)); await show(); });
    row.append(make("small", { textContent: entry.why || "Belum terkirim" }), drop);
    return row;
  }

  async function show() {
    const [entries, every] = [await here(), await mine()];
    if (every.length) store.write(marker, { count: every.length, path: `/tugas/${every[0].task}/foto` });
    else store.remove(marker);
    one("[data-queue-list]", area).replaceChildren(...await Promise.all(entries.map(line)));
    if (form?.elements.photos_waiting) form.elements.photos_waiting.value = entries.filter((each) => !each.why).length;
    const button = one("[data-queue-send]");
    if (button) button.hidden = !entries.some((each) => !each.why);
    return entries;
  }

  async function take(input) {
    const most = Number(area.dataset.photoQueue), files = [...input.files], there = (await here()).length;
    input.value = "";
    for (const chosen of files.slice(0, Math.max(0, most - there))) {
      const file = await shrunk(chosen), select = one("select", area.parentElement);
      await wish(shelf("readwrite").put({ key: newKey(), account, task, kind: select?.value || "", file, name: chosen.name, at: Date.now(), why: "" }));
    }
    await show();
    const left = files.length > most - there ? ` Paling banyak ${most}; sisanya tidak diambil.` : "";
    if (sender?.dataset.takes === "ya") flush();
    else sayPhotos(`Foto menunggu di ponsel ini dan dikirim satu per satu setelah laporan terkirim.${left}`);
  }

  async function flush() {
    if (flushing || sender?.dataset.takes !== "ya") return;
    flushing = true;
    clearTimeout(again);
    try {
      for (let left = (await here()).filter((each) => !each.why); left.length; left = (await here()).filter((each) => !each.why)) {
        sayPhotos(`Mengirim foto ${sentNow + 1} dari ${sentNow + left.length} …`);
        if (!await sendOne(left[0])) return;
        pause = 0;
        sayPhotos(`Foto ${sentNow} dari ${sentNow + left.length - 1} terkirim.`);
      }
      if (sentNow) sayPhotos(`${sentNow} foto terkirim. Semua sudah sampai.`);
    } catch {
      pause = Math.min(60, pause ? pause * 2 : 2);
      sayPhotos(`Belum terkirim. Dicoba lagi dalam ${pause} detik; foto tetap di ponsel ini.`);
      again = setTimeout(flush, pause * 1000);
    } finally { flushing = false; await show(); }
  }

  // True: go on with the next one. False: stop until somebody signs in. Throws: try again later.
  async function sendOne(entry, fresh = false) {
    const body = new FormData();
    body.set("csrf_token", sender.elements.csrf_token.value);
    body.set("key", entry.key);
    body.set("kind", entry.kind);
    body.set("photos", entry.file, entry.name);
    const answer = await fetch(sender.dataset.photosTo, { ...asked, method: "POST", body });
    if (answer.status === 400 && !fresh && await freshToken()) return sendOne(entry, true);
    if (answer.status === 401 || answer.status === 400) { sayPhotos("Sesi sudah berakhir. Masuk lagi; foto tetap di ponsel ini."); return false; }
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) {
      entry.why = one("[data-refused]", page)?.textContent || "Tidak diterima; tugas ini tidak terbuka lagi.";
      await wish(shelf("readwrite").put(entry));
      return true;
    }
    await wish(shelf("readwrite").delete(entry.key));
    sentNow += 1;
    const grid = one("#task-photos", page);
    if (grid) one("#task-photos").replaceWith(document.adoptNode(grid));
    await show();
    return true;
  }

  async function freshToken() {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    const token = one("form[data-photos-to] [name=csrf_token]", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (token) sender.elements.csrf_token.value = token.value;
    return Boolean(token);
  }

  async function begin() {
    if (!area || !account) return;
    try { base = await openShelf(); } catch { return; } // no shelf: the photos go with the form, as without scripts
    all('input[type="file"]', area).forEach((input) => {
      delete input.dataset.photos;
      input.addEventListener("change", () => take(input));
      if (input.files.length) take(input); // chosen while the shelf was being opened
    });
    const camera = one("[data-camera]", area);
    if (camera) camera.hidden = !matchMedia("(pointer: coarse)").matches;
    all("[data-plain-send]").forEach((each) => { each.hidden = true; });
    one("[data-queue-send]")?.addEventListener("click", () => { pause = 0; flush(); });
    addEventListener("online", () => { pause = 0; flush(); });
    await show();
    flush();
  }
  begin();
})();
