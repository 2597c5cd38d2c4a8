// The desk: keys that walk through rows, a page that shows itself anew when something changed, what goes wrong meanwhile.

import { bringBack, settle } from "./console-drafts.js";

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

function ready() {
  bringBack();
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}

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
  if (underWay || document.hidden) {
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
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => ctx.isTurn && settle(ctx.response.raw.url));
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.since !== undefined && ctx.since !== turns) {
    event.preventDefault();
    renew(location.href);
  } else if (ctx.target === content() && !ctx.text.includes('id="content"')) {
    // a page that says what went wrong takes neither the desk nor what is typed from whoever sits at it
    event.preventDefault();
    ail(saidIn(ctx.text));
  }
});

// what came while a press was under way, or nobody saw the page
function catchUp() {
  if (!(waits && showAnswer(waits)) && isDue) renew(location.href);
}
document.addEventListener("visibilitychange", () => document.hidden || underWay || catchUp());
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.isTurn) return;
  settle("");
  underWay -= 1;
  if (!underWay) catchUp();
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
  if (underWay || document.hidden) waits = event.detail.data;
  else showAnswer(event.detail.data);
});
document.addEventListener("ended", () => location.reload());

const trouble = document.getElementById("trouble");
const OFFLINE = trouble.textContent;
function ail(words = OFFLINE) {
  trouble.textContent = words;
  trouble.hidden = false;
}
function isWell() {
  trouble.hidden = true;
}
function saidIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = [...page.querySelectorAll("h1, h1 ~ p")].map((part) => part.textContent.trim().replace(/[.]?$/, "."));
  return said.join(" ") || OFFLINE;
}

// a link that is opened before the stream has begun keeps it from beginning: it is begun again then
const live = document.getElementById("live");
const BEGINS_WITHIN = 1000;
const BEGINS_AGAIN = 15_000;
// a service that begins anew is back before anybody needs to know
const LOST_FOR = 4000;
const ENDED = 204;
let isListening = false;
let beginning = 0;
let losing = 0;
function listen() {
  if (isListening) return;
  window.htmx.ajax("GET", live.getAttribute("hx-sse:connect"), { source: live });
  beginning = setTimeout(listen, BEGINS_AGAIN);
}
function listenSoon() {
  clearTimeout(beginning);
  beginning = setTimeout(listen, BEGINS_WITHIN);
}
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement === live && ctx.response.status === ENDED) location.reload();
});
document.addEventListener("htmx:sse:after:connection", ({ detail: { connection } }) => {
  if (connection.status === ENDED) {
    location.reload();
    return;
  }
  isListening = true;
  clearTimeout(losing);
  losing = 0;
  if (trouble.textContent === OFFLINE) isWell();
});
document.addEventListener("htmx:sse:error", () => (losing ||= setTimeout(ail, LOST_FOR)));
document.addEventListener("htmx:sse:close", () => (isListening = false));
document.addEventListener("htmx:after:swap", listenSoon);
listenSoon();

window.addEventListener("offline", () => ail());
window.addEventListener("online", isWell);
document.addEventListener("htmx:error", () => ail());
document.addEventListener("htmx:after:swap", () => {
  isWell();
  ready();
});
settle(location.href);
ready();

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
