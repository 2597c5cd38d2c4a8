// The desk: keys that walk through rows, a page that shows itself anew when something changed, words kept in a draft.

const content = () => document.getElementById("content");
const rows = () => [...document.querySelectorAll("[data-row]")];

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("current"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  all[at]?.classList.remove("current");
  next.classList.add("current");
  (next.querySelector("[data-open], a, button, summary") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const search = document.getElementById("search");
  const does = {
    j: () => walk(1),
    k: () => walk(-1),
    "/": () => search?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
  }[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
});

// what is typed and not sent yet survives a reload, a lost line and the cover
function keep(field) {
  const name = `desk.${field.dataset.kept}`;
  if (field.value) sessionStorage.setItem(name, field.value);
  else sessionStorage.removeItem(name);
}

function bringBack() {
  for (const field of document.querySelectorAll("[data-kept]")) {
    if (!field.value) field.value = sessionStorage.getItem(`desk.${field.dataset.kept}`) ?? "";
  }
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.kept) keep(event.target);
});
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("[data-kept]")) sessionStorage.removeItem(`desk.${field.dataset.kept}`);
});

function isBusy() {
  const field = document.activeElement;
  return (field && isTyping(field) && field.value) || document.querySelector("#content details.confirm[open]") !== null;
}

// the row chosen stays the same one, wherever it stands on the page shown anew: a key must not mean another
const opens = (row) => row.querySelector("[data-open]")?.getAttribute("href");

// what somebody presses or opens: a page that shows itself anew gives way to it, and asks once more when it is done
let turns = 0;
let underWay = 0;
let isDue = false;
// the last answer that came meanwhile
let waits = "";

function renew(address) {
  if (underWay) {
    isDue = true;
    return;
  }
  isDue = false;
  const chosen = document.querySelector("[data-row].current");
  const was = chosen && opens(chosen);
  const at = rows().indexOf(chosen);
  const choose = () => {
    document.querySelectorAll("[data-row].current").forEach((row) => row.classList.remove("current"));
    (was ? rows().find((row) => opens(row) === was) : rows()[at])?.classList.add("current");
  };
  const asked = { target: "#content", select: "#content", swap: "outerMorph", headers: { "X-Desk-Renews": "1" }, since: turns };
  window.htmx.ajax("GET", address, asked).then(() => asked.since === turns && choose());
}

const isTurn = (ctx) => ctx.since === undefined && ctx.target === content();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isTurn(ctx)) return;
  ctx.isTurn = true;
  turns += 1;
  underWay += 1;
});
document.addEventListener("htmx:before:swap", (event) => {
  const { since } = event.detail.ctx;
  if (since === undefined || since === turns) return;
  event.preventDefault();
  renew(location.href);
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.isTurn) return;
  underWay -= 1;
  if (underWay) return;
  if (!(waits && showAnswer(waits)) && isDue) renew(location.href);
});

// a page in which somebody types is not taken from under their hands: it says that there is something new
document.addEventListener("changed", (event) => {
  const kinds = event.detail.data.split(" ");
  const own = (content().dataset.topics ?? "").split(" ");
  if (kinds.some((kind) => own.includes(kind))) {
    if (isBusy()) document.getElementById("changed").hidden = false;
    else renew(location.href);
  }
  document.dispatchEvent(new CustomEvent("desk:changed", { detail: kinds }));
});

// news of an answer may come when the next one is shown already
const isNewer = (id, shown) => !/^\d+$/.test(shown ?? "") || BigInt(id) > BigInt(shown);

// an answer that came later than its press: a document that is made, or one that was waited for
function showAnswer(id) {
  waits = "";
  const address = new URL(location.href);
  if (isBusy() || !isNewer(id, address.searchParams.get("said"))) return false;
  address.searchParams.set("said", id);
  renew(address.href);
  return true;
}
document.addEventListener("said", (event) => {
  if (underWay) waits = event.detail.data;
  else showAnswer(event.detail.data);
});
document.addEventListener("ended", () => location.reload());

// a link that is opened before the stream has begun keeps it from beginning: it is begun again then
const live = document.getElementById("live");
const BEGINS_WITHIN = 1000;
let isListening = false;
let beginning = 0;
function listen() {
  if (live && !isListening) window.htmx.ajax("GET", live.getAttribute("hx-sse:connect"), { source: live });
}
function listenSoon() {
  clearTimeout(beginning);
  beginning = setTimeout(listen, BEGINS_WITHIN);
}
document.addEventListener("htmx:sse:after:connection", () => (isListening = true));
document.addEventListener("htmx:sse:close", () => (isListening = false));
document.addEventListener("htmx:after:swap", listenSoon);
listenSoon();

const trouble = document.getElementById("trouble");
window.addEventListener("offline", () => (trouble.hidden = false));
window.addEventListener("online", () => (trouble.hidden = true));
document.addEventListener("htmx:error", () => (trouble.hidden = false));
document.addEventListener("htmx:after:swap", () => {
  trouble.hidden = true;
  bringBack();
});
bringBack();

// nobody has touched the desk for a while: the page is fetched anew, and comes covered
const COVERED_AFTER = 15 * 60_000 + 5_000;
let cover = 0;
function untouched() {
  clearTimeout(cover);
  cover = setTimeout(() => location.reload(), COVERED_AFTER);
}
document.addEventListener("htmx:after:swap", untouched);
untouched();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
