// The page's only script. The server draws; this sends what a person does, and puts fresh fragments in place without
// touching what is being typed: an equal input keeps its own node.
"use strict";
const { as, in: place, here } = document.body.dataset;
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const modal = $("#modal");
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// ---- talking to the server
async function post(path, said) {
  try {
    const reply = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
    return await reply.json();
  } catch {
    return { ok: false, words: "The local workspace does not answer." };
  }
}
async function act(doing, said, busy) {
  busy?.setAttribute("aria-busy", "true");
  $("#toast").hidePopover();
  const reply = await post(`/do/${doing}`, { as, ...said });
  busy?.removeAttribute("aria-busy");
  if (!reply.ok && reply.words !== "The form has errors.") toast(reply.words);
  return reply;
}
let fading;
function toast(words) {
  const box = $("#toast");
  box.textContent = words;
  box.hidePopover();
  box.showPopover(); // in the top layer, so that it stands above an open form
  clearTimeout(fading);
  fading = setTimeout(() => box.hidePopover(), 7000);
}
const asked = {};
async function fragment(name) { // the latest request wins
  const turn = (asked[name] = (asked[name] ?? 0) + 1);
  const reply = await fetch(`/fragment/${name}?as=${as}&in=${encodeURIComponent(place)}`);
  const text = await reply.text();
  if (turn !== asked[name] || !reply.ok) return null;
  return new DOMParser().parseFromString(text, "text/html").body;
}

// ---- putting fresh fragments in place
const holds = (node) => node.nodeType === 1 && (node.matches(".control") || node.querySelector(".control") !== null);
const move = (parent, node, before) => (parent.moveBefore && node.isConnected ? parent.moveBefore(node, before) : parent.insertBefore(node, before));
function refresh(control, fresh) { // the same input: keeps its node and what it holds, takes new options and marks
  const field = $("input, textarea", control), other = $("input, textarea", fresh);
  const rebuilt = control.matches(".ticks") && control.textContent !== fresh.textContent;
  if (rebuilt) {
    const on = new Set($$("input:checked", control).map((input) => input.value));
    control.replaceChildren(...fresh.children);
    for (const input of $$("input", control)) input.checked = on.has(input.value);
  }
  const [to, from] = control.matches(".ticks") ? [control, fresh] : [field, other];
  for (const name of ["aria-invalid", "aria-describedby", "placeholder"]) {
    if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name)); else to.removeAttribute(name);
  }
  const others = "options" in fresh.dataset && fresh.dataset.options !== control.dataset.options;
  for (const name of ["options", "when", "least", "most"]) if (name in fresh.dataset) control.dataset[name] = fresh.dataset[name];
  if (others && !listOf(control).hidden) suggest(control); // an open list offers what there is now
}
function morph(old, fresh) {
  if (old.matches(".control")) return refresh(old, fresh);
  old.className = fresh.className;
  const kept = [...old.children].filter(holds);
  for (const node of [...old.childNodes]) if (!kept.includes(node)) node.remove();
  for (const node of [...fresh.childNodes]) {
    if (holds(node)) { morph(kept[0], node); kept.shift(); } else old.insertBefore(node, kept[0] ?? null);
  }
}
let answered = false; // a form was sent, and its answer has to come into sight with the next drawing, whoever asked for that
let answer = null; // where the last run of blocks begins that came, or read differently, with the latest drawings
function mergeBlocks(old, fresh) {
  const wanted = new Set([...fresh.children].map((node) => node.dataset.key));
  for (const node of [...old.children]) if (!wanted.has(node.dataset.key)) node.remove();
  const known = new Map([...old.children].map((node) => [node.dataset.key, node]));
  let cursor = old.firstElementChild, running = false;
  for (const node of [...fresh.children]) {
    const same = known.get(node.dataset.key), reads = same && !holds(same) && same.isEqualNode(node);
    if (same && same !== cursor) move(old, same, cursor); else if (same) cursor = cursor.nextElementSibling;
    if (!same) old.insertBefore(node, cursor); else if (holds(same)) morph(same, node); else if (!reads) same.replaceWith(node);
    const came = !same || !(holds(same) || reads);
    if (came && !running) answer = node;
    running = came;
  }
}
function mergeView(root, fresh) {
  const old = $("[data-view]", root), next = $("[data-view]", fresh);
  if (!old || !next || old.dataset.view !== next.dataset.view) {
    root.replaceChildren(...fresh.childNodes);
    return Boolean(next);
  }
  const [body, other] = old.matches(".blocks") ? [old, next] : [$(".blocks", old), $(".blocks", next)];
  mergeBlocks(body, other);
  for (const part of [".sheet-head", ".sheet-foot"]) {
    const [was, is] = [$(part, old), $(part, next)];
    if (was && !was.isEqualNode(is) && !$("[aria-busy]", was)) was.replaceWith(is);
  }
  return false;
}
const redraw = {
  async view() {
    const fresh = await fragment("view");
    if (!fresh) return;
    const held = document.activeElement, block = held.closest("#modal .block")?.dataset.block, { action } = held.dataset;
    const isNew = mergeView(modal, fresh);
    showModal(isNew);
    if (answered && !isNew && !$("[aria-invalid]", modal)) answer?.scrollIntoView({ block: "start" }); // else one below the edge looks like none
    answered = false;
    if (!isNew && modal.open && !held.isConnected) { // what was pressed was drawn again, or is gone
      const again = $$(".act", modal).find((node) => node.dataset.action === action && node.closest(".block").dataset.block === block);
      (again ?? $(".sheet-body", modal)).focus({ preventScroll: true });
    }
  },
  async home() {
    const root = $("#home"), fresh = root && (await fragment("home"));
    if (fresh) mergeView(root, fresh);
  },
  async messages() {
    const log = $("#log"), fresh = log && (await fragment("messages"));
    if (!fresh) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80, held = document.activeElement;
    const message = held.closest("[data-message]"), action = held.dataset.action;
    const known = new Map([...log.children].map((node) => [node.dataset.key + node.dataset.rev, node]));
    const wanted = [...fresh.children].map((node) => known.get(node.dataset.key + node.dataset.rev) ?? node);
    for (const node of [...log.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, index) => { if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null); });
    if (atEnd) log.scrollTop = log.scrollHeight;
    if (message && !held.isConnected) { // the keyboard stays at the message that was drawn again
      const again = $(`[data-message="${message.dataset.message}"]`, log), acts = again ? $$(".act, summary", again) : [];
      (acts.find((node) => node.dataset.action === action) ?? acts[0] ?? log).focus({ preventScroll: true });
    }
  },
  async clock() {
    const { today } = await (await fetch("/control/clock")).json();
    const words = new Date(`${today}T12:00`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    $("#today").textContent = words.replace(/^(\w+) /, "$1, ");
    clock.day.min = today;
    redraw.messages();
    redraw.home();
  },
  async tries() {
    const strip = $("#tries"), fresh = strip && (await fragment("tries"));
    if (fresh && strip.innerHTML !== fresh.innerHTML) strip.replaceChildren(...fresh.childNodes);
  },
  async sidebar() {
    const fresh = await fragment("sidebar");
    if (!fresh) return;
    $(".who", fresh).open = $("#sidebar .who").open;
    $("#sidebar").replaceChildren(...fresh.childNodes);
  },
};
function showModal(isNew) {
  const open = $("[data-view]", modal) !== null;
  if (open && !modal.open) modal.showModal();
  if (!open && modal.open) modal.close();
  const wrong = $("[aria-invalid]", modal);
  if (wrong && !modal.contains(document.activeElement?.closest(".has-error"))) (wrong.matches(".ticks") ? $("input", wrong) : wrong)?.focus();
  else if (isNew) $(".sheet-body input:not([type=date]), .sheet-body textarea", modal)?.focus();
}

// ---- the stream of news; let go while the tab is hidden, because a browser has six connections for all tabs
let stream;
function listen() {
  stream = new EventSource(`/news?as=${as}`);
  stream.onopen = () => { document.body.classList.remove("offline"); ["view", "home", "messages", "sidebar", "clock"].forEach((what) => redraw[what]()); };
  stream.onerror = () => document.body.classList.add("offline");
  stream.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    if (news.what !== "tries") redraw.tries(); // whatever happens may be what was tried
    if (news.what !== "messages") return redraw[news.what]();
    if (news.channel === here) redraw.messages(); else redraw.sidebar();
  };
}
document.addEventListener("visibilitychange", () => { stream?.close(); if (!document.hidden) listen(); });
listen();

// ---- what a control holds
function valueOf(control) {
  const { type } = control.dataset;
  if (control.matches(".combo")) {
    const values = JSON.parse(control.dataset.chosen).map((option) => option.value);
    return control.matches(".many") ? values : values[0] ?? null;
  }
  if (type === "checkboxes") return $$("input:checked", control).map((input) => input.value);
  if (type === "radio_buttons") return $("input:checked", control)?.value ?? null;
  return $("input, textarea", control).value || null;
}
function valuesOf(root) {
  const values = {};
  for (const control of $$(".control", root)) (values[control.closest(".block").dataset.block] ??= {})[control.dataset.action] = valueOf(control);
  return values;
}
function spotOf(node) {
  const message = node.closest("[data-message]"), view = node.closest("[data-view]");
  return message ? { spot: { channel: message.dataset.channel, message: message.dataset.message } } : { spot: { view: view.dataset.view }, values: valuesOf(view) };
}
const whereOf = (node) => ({ block_id: node.closest(".block").dataset.block, action_id: node.dataset.action });
async function send(node, value) {
  if (node.dataset.confirm && !(await confirmed(JSON.parse(node.dataset.confirm)))) return;
  await act("act", { ...spotOf(node), ...whereOf(node), value }, node.matches("button") ? node : null);
}
function confirmed(words) {
  const box = $("#confirm"), [no, yes] = $$("button", box);
  $("#confirm-title").textContent = words.title.text;
  $("#confirm-text").textContent = words.text.text;
  no.textContent = words.deny.text;
  yes.textContent = words.confirm.text;
  yes.className = `button ${words.style ?? "primary"}`;
  box.returnValue = "no";
  box.showModal();
  return new Promise((done) => box.addEventListener("close", () => done(box.returnValue === "yes"), { once: true }));
}

// ---- clicks and entries, wherever they happen
document.addEventListener("click", (event) => {
  const button = event.target.closest(".act");
  if (button) { send(button, button.dataset.value ?? null); button.closest("details")?.removeAttribute("open"); }
  if (event.target.closest("#modal .close")) closeForm();
  const gone = event.target.closest(".unpick");
  if (gone) pick(gone.closest(".combo"), { value: gone.parentElement.dataset.value });
  for (const menu of $$("details.overflow[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("change", ({ target }) => {
  const control = target.closest(".control");
  if (!control || control.matches(".combo") || control.dataset.when !== undefined) return;
  if (target.type === "date" && target.value && target.value < "1900") return; // half-typed
  if (["date", "time"].includes(target.type)) sendAfterPause(control); else send(control, valueOf(control)); // each key changes a date
});
const pending = new Map();
function sendAfterPause(control) {
  clearTimeout(pending.get(control));
  pending.set(control, setTimeout(() => { pending.delete(control); if (control.isConnected) send(control, valueOf(control)); }, 400));
}
document.addEventListener("input", ({ target }) => {
  const control = target.closest(".control");
  if (control?.dataset.when?.includes("on_character_entered")) sendAfterPause(control);
  if (control?.matches(".combo")) { delete target.dataset.fresh; delete listOf(control).dataset.take; suggest(control); }
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // an input method is at work
  const control = event.target.closest(".control");
  if (control?.matches(".combo") && event.target.matches("[role=combobox]")) return comboKey(control, event);
  if (event.key === "Enter" && control?.dataset.when?.includes("on_enter_pressed") && !event.target.matches("textarea")) {
    event.preventDefault();
    send(control, valueOf(control));
  }
});
modal.addEventListener("submit", async (event) => {
  event.preventDefault();
  const view = $("[data-view]", modal), button = $("button[type=submit]", view);
  if (!button || button.hasAttribute("aria-busy")) return;
  pending.forEach(clearTimeout); // what waits to be told goes along
  pending.clear();
  answer = null;
  await act("submit", { view: view.dataset.view, values: valuesOf(view) }, button);
  answered = true;
  redraw.view();
});
modal.addEventListener("cancel", (event) => { event.preventDefault(); closeForm(); });
async function closeForm() {
  const view = $("[data-view]", modal);
  if (view) await act("close", { view: view.dataset.view });
  redraw.view();
}

// ---- the combobox: static, people and external, one or several
const listOf = (combo) => $("[role=listbox]", combo);
const chosenOf = (combo) => JSON.parse(combo.dataset.chosen);
const turns = new WeakMap();
async function suggest(combo) {
  const input = $("[role=combobox]", combo), typed = input.value.trim(), turn = (turns.get(combo) ?? 0) + 1;
  turns.set(combo, turn);
  if (!combo.dataset.type.includes("external")) {
    const fits = JSON.parse(combo.dataset.options).filter((option) => option.text.toLowerCase().includes(typed.toLowerCase()) || input.dataset.fresh);
    return answerWith(combo, fits, "No results");
  }
  const asking = input.dataset.fresh ? "" : typed;
  if (asking.length < Number(combo.dataset.least)) return answerWith(combo, [], `Type ${combo.dataset.least} or more letters`);
  if (listOf(combo).hidden) show(combo, [], "Loading");
  await new Promise((done) => setTimeout(done, asking ? 150 : 0));
  if (turns.get(combo) !== turn) return;
  const reply = await act("suggest", { ...spotOf(combo), ...whereOf(combo), typed: asking });
  if (turns.get(combo) !== turn || document.activeElement !== input) return;
  answerWith(combo, (reply.options ?? []).map((o) => ({ value: o.value, text: o.text.text, hint: o.description?.text })), "No results");
}
const wanted = (combo) => { const input = $("[role=combobox]", combo); return input.dataset.fresh ? "" : input.value.trim(); };
function answerWith(combo, options, otherwise) { // to what stands in the field now; Enter may have been quicker
  const list = listOf(combo), typed = wanted(combo).toLowerCase(), take = list.dataset.take !== undefined;
  show(combo, options, otherwise);
  list.dataset.answers = wanted(combo);
  delete list.dataset.take;
  if (take && options.length) pick(combo, options.find((option) => [option.text, option.value].some((one) => one.toLowerCase() === typed)) ?? options[0]);
}
function show(combo, options, otherwise) {
  const list = listOf(combo), input = $("[role=combobox]", combo), picked = chosenOf(combo).map((option) => option.value);
  list.replaceChildren(...options.map((option, index) => {
    const item = make("li", { id: `${list.id}-${index}`, role: "option" }, option.text, ...(option.hint ? [make("small", { textContent: option.hint })] : []));
    item.setAttribute("aria-selected", picked.includes(option.value));
    item.option = option;
    return item;
  }));
  if (!options.length) list.append(make("li", { className: "none", role: "presentation", textContent: otherwise }));
  beside(combo);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  point(combo, input.value.trim() || input.dataset.fresh ? 0 : -1);
}
function beside(combo) { // the list follows its field, also while the form scrolls
  const box = combo.getBoundingClientRect(), below = innerHeight - box.bottom;
  Object.assign(listOf(combo).style, { left: `${box.left}px`, width: `${box.width}px`, top: below > 200 ? `${box.bottom + 4}px` : "auto", bottom: below > 200 ? "auto" : `${innerHeight - box.top + 4}px` });
}
function point(combo, index) {
  const items = $$("[role=option]", listOf(combo)), input = $("[role=combobox]", combo);
  items.forEach((item, at) => item.classList.toggle("at", at === index));
  items[index]?.scrollIntoView({ block: "nearest" });
  if (items[index]) input.setAttribute("aria-activedescendant", items[index].id); else input.removeAttribute("aria-activedescendant");
}
function hide(combo) {
  const input = $("[role=combobox]", combo);
  turns.set(combo, (turns.get(combo) ?? 0) + 1);
  listOf(combo).hidden = true;
  delete listOf(combo).dataset.take;
  delete input.dataset.fresh;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  input.value = combo.matches(".many") ? "" : chosenOf(combo)[0]?.text ?? "";
}
function pick(combo, option) {
  const many = combo.matches(".many"), before = chosenOf(combo), has = before.some((one) => one.value === option.value);
  const most = Number(combo.dataset.most);
  if (many && !has && most && before.length >= most) return toast(`Choose ${most} at most.`);
  const now = !many ? [option] : has ? before.filter((one) => one.value !== option.value) : [...before, option];
  combo.dataset.chosen = JSON.stringify(now);
  if (many) $(".chips", combo).replaceChildren(...now.map(chip));
  hide(combo);
  $("[role=combobox]", combo).focus({ preventScroll: true });
  if (many || !has) send(combo, valueOf(combo));
}
function chip(option) {
  const cross = make("button", { type: "button", className: "unpick", textContent: "\u00d7" });
  cross.setAttribute("aria-label", `Remove ${option.text}`);
  const node = make("span", { className: "chip" }, option.text, cross);
  node.dataset.value = option.value;
  return node;
}
function comboKey(combo, event) {
  const items = $$("[role=option]", listOf(combo)), at = items.findIndex((item) => item.classList.contains("at")), open = !listOf(combo).hidden;
  const input = event.target;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open) { openList(combo); return; }
    point(combo, (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % Math.max(items.length, 1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (open && items[at] && listOf(combo).dataset.answers === wanted(combo)) pick(combo, items[at].option);
    else if (open && wanted(combo)) listOf(combo).dataset.take = ""; // still being looked up: its first answer is taken
    else openList(combo);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    hide(combo);
  } else if (event.key === "Backspace" && !input.value && combo.matches(".many") && chosenOf(combo).length) {
    pick(combo, chosenOf(combo).at(-1));
  }
}
function openList(combo) { // all options, whatever stands in the field
  const input = $("[role=combobox]", combo);
  input.dataset.fresh = "yes";
  input.select();
  suggest(combo);
}
document.addEventListener("mousedown", (event) => {
  const item = event.target.closest(".combo [role=option]"), combo = event.target.closest(".combo");
  if (event.target.closest(".combo .listbox")) event.preventDefault(); // keeps the focus where it is
  if (item) pick(combo, item.option);
  else if (combo && event.target.matches("[role=combobox]") && listOf(combo).hidden) setTimeout(() => openList(combo));
});
document.addEventListener("focusout", ({ target }) => { const combo = target.closest(".combo"); if (combo && target.matches("[role=combobox]")) hide(combo); });
document.addEventListener("scroll", ({ target }) => { if (target.matches?.(".sheet-body, .scroll")) for (const list of $$(".combo .listbox:not([hidden])")) beside(list.closest(".combo")); }, true);

// ---- the composer and its commands
const write = $("#write");
if (write) {
  const list = $("#commands"), options = $$("[role=option]", list);
  const shown = () => options.filter((option) => !option.hidden);
  const pointAt = (item) => options.forEach((option) => { option.classList.toggle("at", option === item); option.setAttribute("aria-selected", option === item); });
  const complete = (item) => { write.value = `${item.dataset.command} `; list.hidden = true; write.focus(); };
  write.addEventListener("input", () => {
    const typed = write.value;
    for (const option of options) option.hidden = !option.dataset.command.startsWith(typed.split(" ")[0]);
    list.hidden = !typed.startsWith("/") || typed.includes(" ") || !shown().length;
    write.setAttribute("aria-expanded", !list.hidden);
    pointAt(list.hidden ? null : shown()[0]);
  });
  write.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const at = shown().findIndex((option) => option.classList.contains("at"));
    if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); pointAt(shown().at((at + (event.key === "ArrowDown" ? 1 : -1)) % shown().length)); }
    else if (!list.hidden && event.key === "Escape") list.hidden = true;
    else if (!list.hidden && (event.key === "Tab" || event.key === "Enter") && shown()[at].dataset.command !== write.value) { event.preventDefault(); complete(shown()[at]); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); $("#composer").requestSubmit(); }
  });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); const item = event.target.closest("[role=option]"); if (item) complete(item); });
  $("#composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = write.value.trim();
    if (!text) return;
    write.value = "";
    list.hidden = true;
    const reply = await act("say", { in: place, text }, $(".send"));
    if (!reply.ok && !write.value) write.value = text;
  });
  const log = $("#log");
  log.scrollTop = log.scrollHeight;
  if (!$("[data-view]", modal)) write.focus();
}

// ---- the clock
const clock = $(".clock");
async function moveClock(how, button) {
  button.setAttribute("aria-busy", "true");
  const reply = await post("/control/clock", how);
  button.removeAttribute("aria-busy");
  if (reply.ok) redraw.clock(); else toast(reply.words);
}
clock.addEventListener("click", ({ target }) => { if (target.dataset.step) moveClock({ step: target.dataset.step }, target); });
clock.addEventListener("submit", (event) => { event.preventDefault(); moveClock({ day: clock.day.value }, event.submitter); });

showModal(true);
if (place === "home") act("home", {});
