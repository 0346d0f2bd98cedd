// The assignment board beyond links and forms. Loaded on its page only; each block says what happens without it.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act, options) => document.addEventListener(name, act, options);
  const board = () => one("#board");
  const dialog = one("#board-dialog");
  const content = one("#board-dialog-content");
  const keys = one("#board-keys");
  const storeKey = `papan:${document.body.dataset.account || ""}`;
  const kept = (store, key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const keep = (store, key, value) => { try { store.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const forgetPlace = () => { try { sessionStorage.removeItem("papan:tempat"); } catch { /* nothing was kept */ } };

  // --- Cards and where they stand ------------------------------------------------------------------------------------------
  const linkOf = (card) => one("h3 a", card);
  const cardOf = (element) => element?.closest?.("#board .card");
  const columnOf = (card) => card.closest("[data-column]").dataset.column;
  const cardsIn = (name) => all(`#board [data-column="${name}"] .card`);
  const placeOf = (card) => ({ id: card.id, column: columnOf(card), at: cardsIn(columnOf(card)).indexOf(card) });

  function focusPlace(place) {
    const row = cardsIn(place.column);
    const card = document.getElementById(place.id) || row[Math.min(place.at, row.length - 1)] || one("#board .card");
    if (card) linkOf(card).focus({ preventScroll: false });
  }

  // --- One card at a time is in the order of Tab. Without this block Tab walks through every link of every card. ------------
  let current = "";
  function rove(card) {
    if (card) current = card.id;
    const chosen = document.getElementById(current) || one("#board .card");
    for (const each of all("#board .card")) {
      for (const control of all("a, button, summary, input", each)) {
        if (each === chosen) control.removeAttribute("tabindex"); else control.setAttribute("tabindex", "-1");
      }
    }
  }

  // --- Keys. Without this block links, menus and buttons do the same. -------------------------------------------------------
  function step(card, key) {
    const row = cardsIn(columnOf(card));
    if (key === "Home" || key === "End") return row.at(key === "Home" ? 0 : -1);
    if (key === "ArrowUp" || key === "ArrowDown") return row[row.indexOf(card) + (key === "ArrowDown" ? 1 : -1)];
    const side = card.closest("[data-column]");
    const at = all(".card", side).indexOf(card);
    const columns = all("[data-column]", side.parentElement);
    const turn = key === "ArrowRight" ? 1 : -1;
    for (let place = columns.indexOf(side) + turn; columns[place]; place += turn) {
      const there = all(".card", columns[place]);
      if (there.length) return there[Math.min(at, there.length - 1)];
    }
    return null;
  }
  const before = { ditugaskan: "belum", lapangan: "belum", laporan: "lapangan" };
  const acts = {
    t: (card) => {
      if (one(".pick input:checked", card)) one("#board-choose").requestSubmit();
      else if (one("[data-assign]", card)) open(one("[data-assign]", card).href);
    },
    b: (card) => goTo(card, before[columnOf(card)]),
    p: (card) => { const menu = one("details.menu", card); if (menu) { menu.open = !menu.open; (menu.open ? one("a", menu) : linkOf(card)).focus(); } },
    x: (card) => one("input[type=checkbox]", card)?.click(),
    "?": () => keys.showModal(),
  };
  on("keydown", (event) => {
    const inside = event.target.closest?.("#board");
    if (!inside || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const card = cardOf(event.target);
    const moves = /^(Arrow|Home$|End$)/.test(event.key);
    if (!card) {
      if (event.target === inside && event.key === "ArrowDown" && one(".card", inside)) { event.preventDefault(); focusPlace({ id: current, column: "belum", at: 0 }); }
      if (event.key === "?") acts["?"]();
      return;
    }
    const open = event.target.closest("details.menu[open]");
    if (open && event.key === "Escape") { open.open = false; linkOf(card).focus(); return; }
    const next = moves ? step(card, event.key) : null;
    if (next) linkOf(next).focus();
    if (moves) event.preventDefault();
    else if (acts[event.key]) { event.preventDefault(); acts[event.key](card); }
  });
  on("focusin", ({ target }) => { const card = cardOf(target); if (card) { rove(card); see([card]); } });
  on("click", (event) => { if (event.target.closest("[data-keys]")) keys.showModal(); });

  // --- Forms in a dialog. Without this block they open as pages of their own. -----------------------------------------------
  let from = null; // the card that the dialog is about
  async function open(href) {
    const card = document.getElementById(current);
    from = card && placeOf(card);
    content.dataset.href = href;
    await htmx.ajax("GET", href, { source: content, target: content, swap: "innerHTML ignoreTitle:true" });
    if (!content.childElementCount) return;
    if (!dialog.open) dialog.showModal();
    one(".errors, input:not([type=hidden]), textarea, select, button, a", content)?.focus();
  }
  function goTo(card, name) {
    if (!name) return;
    const links = all(`[data-to="${name}"]`, card);
    const send = name === "ditugaskan" && columnOf(card) === "belum" && one("[data-assign]", card);
    if (send) open(send.href);
    if (!links.length) return;
    const address = new URL(links[0].href);
    if (links.length > 1) { address.searchParams.delete("ke"); address.searchParams.set("lajur", name); }
    open(address.href);
  }
  on("htmx:before:swap", ({ detail }) => {
    for (const { target, fragment } of detail.tasks) {
      if (target !== content) continue;
      const page = one("main > .column", fragment); // a whole page came: only what it is about
      if (page) { all("#flash, #field-alarm", page).forEach((each) => each.remove()); fragment.replaceChildren(...page.childNodes); }
      for (const form of all("form[method=post]:not([hx-post])", fragment)) {
        const action = form.getAttribute("action") || content.dataset.href;
        for (const [name, value] of [["action", action], ["hx-post", action], ["hx-target", "#board-dialog-content"], ["hx-swap", "innerHTML"]]) form.setAttribute(name, value);
      }
    }
  });
  on("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const close = event.target.closest("dialog [data-close]");
    const link = event.target.closest("#board [data-to], #board [data-assign]");
    if (close) { event.preventDefault(); close.closest("dialog").close(); }
    if (link) { event.preventDefault(); rove(cardOf(link)); open(link.href); }
  });
  on("kartu-pindah", () => { forgetPlace(); dialog.close(); });
  on("submit", ({ target }) => {
    const card = document.getElementById(current);
    if (!card || !target.closest("#board-dialog-content")) return;
    own = linkOf(card).pathname;
    keep(sessionStorage, "papan:tempat", placeOf(card));
  });
  dialog.addEventListener("close", () => {
    content.replaceChildren();
    all("#board details.menu[open]").forEach((menu) => { menu.open = false; });
    if (from && !cardOf(document.activeElement)) focusPlace(from);
    lookAgain();
  });

  // --- News. Without this block the board is as fresh as the last time it was loaded. ---------------------------------------
  // Nothing is replaced while a dialog, a menu or a drag is open, nor in a hidden tab; what came meanwhile is asked for again.
  let missed = false;
  let dragged = null;
  let place = null;
  const isBusy = () => document.hidden || dragged || one("dialog[open]") || one("#board details[open]");
  const isPulse = (event) => event.detail.ctx?.sourceElement?.id === "board-pulse";
  function lookAgain() {
    if (!missed || isBusy()) return;
    missed = false;
    htmx.trigger("#board-pulse", "segarkan");
  }
  on("htmx:config:request", ({ detail: { ctx } }) => {
    const moves = ctx.request.method === "POST" && ctx.sourceElement.closest("#board-dialog-content");
    if (!moves && ctx.sourceElement.id !== "board-pulse") return;
    for (const column of all("#board > [data-column]")) {
      const shown = all(".card", column).length;
      if (shown > 30) ctx.request.body.set(`n_${column.dataset.column}`, Math.ceil(shown / 30) * 30);
    }
    if (moves) ctx.request.body.set("d", new URL(one("#board-pulse").getAttribute("hx-get"), location.href).searchParams.get("d"));
  });
  for (const name of ["htmx:before:request", "htmx:before:swap"]) {
    on(name, (event) => { if (isPulse(event) && isBusy()) { missed = true; event.preventDefault(); } });
  }
  on("htmx:before:swap", () => { const card = cardOf(document.activeElement); place = card ? placeOf(card) : place; });
  on("toggle", (event) => { if (!event.target.open) lookAgain(); }, true);
  on("visibilitychange", () => { if (!document.hidden) { missed = true; lookAgain(); } });
  keys.addEventListener("close", lookAgain);

  // --- New and changed cards carry a word until they were looked at. Without this block there is no such mark. --------------
  let own = "";
  const seen = kept(localStorage, storeKey) || { since: 0, cards: {} };
  const isNew = (card) => (card.id in seen.cards ? seen.cards[card.id] !== card.dataset.v : Number(card.dataset.at) >= seen.since);
  function see(cards) {
    for (const card of cards) { delete seen.cards[card.id]; seen.cards[card.id] = card.dataset.v; one("[data-new]", card)?.remove(); }
    const ids = Object.keys(seen.cards);
    if (ids.length > 2000) ids.slice(0, 500).forEach((id) => delete seen.cards[id]);
    keep(localStorage, storeKey, seen);
    count();
  }
  function count() {
    const button = one("[data-seen-all]");
    const marked = all("#board [data-new]").length;
    button.hidden = !marked;
    button.textContent = `Tandai ${marked} kartu sudah dilihat`;
  }
  function mark() {
    const cards = all("#board .card");
    if (!seen.since) { seen.since = Number(board().dataset.now); return see(cards); }
    const old = cards.filter((card) => !isNew(card) || linkOf(card).pathname === own);
    own = "";
    for (const card of cards) {
      if (old.includes(card) || one("[data-new]", card)) continue;
      const word = Object.assign(document.createElement("span"), { className: "badge", textContent: "baru" });
      Object.assign(word.dataset, { new: "", tone: "note" });
      one(".row", card).prepend(word);
    }
    see(old);
  }
  on("click", (event) => { if (event.target.closest("[data-seen-all]")) see(all("#board .card")); });
  on("pointerdown", ({ target }) => { const card = cardOf(target); if (card) see([card]); });

  // --- Dragging. Without this block, and by touch, the menu "Pindah" does the same. -----------------------------------------
  const takes = (column) => dragged && column && columnOf(dragged) !== column.dataset.column
    && (one(`[data-to="${column.dataset.column}"]`, dragged) || (column.dataset.column === "ditugaskan" && columnOf(dragged) === "belum" && one("[data-assign]", dragged)));
  function endDrag() {
    dragged = null;
    all("[data-drop]").forEach((column) => delete column.dataset.drop);
    lookAgain();
  }
  on("dragstart", (event) => {
    dragged = cardOf(event.target);
    if (!dragged) return;
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.effectAllowed = "move";
    all("[data-column]", dragged.closest(".board")).forEach((column) => { if (takes(column)) column.dataset.drop = ""; });
  });
  on("dragover", (event) => { if (takes(event.target.closest?.("[data-column]"))) event.preventDefault(); });
  on("drop", (event) => {
    const column = event.target.closest("[data-column]");
    if (!takes(column)) return;
    event.preventDefault();
    const card = dragged;
    endDrag();
    rove(card);
    goTo(card, column.dataset.column);
  });
  on("dragend", endDrag);

  // --- Each time the board stands anew --------------------------------------------------------------------------------------
  function arrive() {
    all("#board .card").forEach((card) => { card.draggable = Boolean(one("[data-to], [data-assign]", card)); });
    rove();
    mark();
    if (place && !dialog.open && (document.activeElement === document.body || !document.activeElement.isConnected)) focusPlace(place);
    place = null;
  }
  on("htmx:after:settle", () => setTimeout(arrive));
  one("[data-keys]").hidden = false;
  arrive();
  const left = kept(sessionStorage, "papan:tempat");
  forgetPlace();
  if (left) focusPlace(left);
})();
