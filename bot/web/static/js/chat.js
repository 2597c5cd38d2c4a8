/* The chat page: joins the talk on the screen, the writing row, the queue and the stream. */

import { ticks } from "./bubble.js";
import { askForPlace, listen, note } from "./composer.js";
import * as log from "./log.js";
import { now, setNow } from "./moment.js";
import { base, chat, find, say } from "./page.js";
import * as queue from "./queue.js";
import { Stream } from "./stream.js";

const waitingFates = new Map();
const seen = new Set();
const ticked = new Set();
const TITLE = document.title;
let unread = 0;
let retry = 0;
let offline = 0;

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function own(message) {
  const kind = message.kind ?? (message.place ? "place" : "text");
  const picture = kind === "photo" && message.file ? URL.createObjectURL(message.file) : undefined;
  return { side: "me", id: message.id, at: message.at, text: message.shown ?? message.text ?? "", kind, picture, pressed: message.message };
}

async function give(part, { keyboard = false, tick = false } = {}) {
  const message = { id: newId(), base, chat, at: now().toISOString(), ...part };
  if (tick) ticked.add(message.id);
  else {
    log.show(own(message));
    log.expectAnswer(keyboard);
  }
  waitingFates.set(message.id, setTimeout(() => log.fate(message.id, "sending"), 700));
  await queue.keep(message);
  flush();
}

function press(message, button, group, keyboard) {
  const tick = ticks(message, button);
  const pressed = group.querySelector(`[data-press="${CSS.escape(button.press)}"]`);
  if (pressed.ariaBusy === "true") return;
  pressed.ariaBusy = "true";
  if (!tick) for (const one of group.querySelectorAll("button")) one.disabled = true;
  setTimeout(() => group.querySelectorAll("button").forEach(log.free), 8000);
  give({ press: button.press, message: message.edits || message.id, shown: button.label }, { keyboard, tick });
}

function settled(message, outcome) {
  clearTimeout(waitingFates.get(message.id));
  waitingFates.delete(message.id);
  if (outcome.now) setNow(outcome.now);
  if (outcome.fate === "taken") return log.fate(message.id, "");
  if (outcome.status === 409) return location.reload();
  log.fate(message.id, "refused");
  return note(outcome.code || (outcome.status === 413 ? "too_large" : "refused"));
}

/* A tick that cannot be sent now has to be seen all the same. */
function showTick(message) {
  ticked.delete(message.id);
  log.show(own(message));
}

async function flush() {
  clearTimeout(retry);
  const done = await queue.flush((message) => message.base === base && message.chat === chat, settled);
  if (done) {
    if (stream.open) showState("on", "connected");
    return;
  }
  log.stopDots();
  showState("off", "offline");
  for (const message of await queue.kept()) {
    if (ticked.has(message.id)) showTick(message);
    clearTimeout(waitingFates.get(message.id));
    log.fate(message.id, "unsent");
  }
  retry = setTimeout(flush, 5000);
  const worker = await navigator.serviceWorker?.getRegistration(base);
  worker?.sync?.register("unsent").catch(() => {});
}

/* The session has ended: the page begins anew, and shows nothing of what was said. Where no cookie is kept at all,
   it would begin anew for ever: once a minute is enough. */
function signedOut(problem) {
  if (problem.message !== "409") return;
  const last = Number(sessionStorage.getItem("anew") ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem("anew", String(Date.now()));
  location.reload();
}

function state(on) {
  clearTimeout(offline);
  if (on) {
    showState("on", "connected");
    flush();
  } else {
    offline = setTimeout(() => showState("off", "offline"), 2500);
  }
}

function showState(kind, words) {
  find("state").dataset.state = kind;
  find("state").textContent = say(words);
  find("banner").hidden = kind !== "off";
  find("banner").textContent = kind === "off" ? say("offline_banner") : "";
}

/* While somebody looks elsewhere, the title says how many wait. */
function count(more) {
  unread = document.hidden ? unread + more : 0;
  document.title = unread ? `(${unread}) ${TITLE}` : TITLE;
}

function heard(kind, data) {
  if (data.now) setNow(data.now);
  if (kind === "said" && !ticked.has(data.id)) log.has(data.id) ? log.fate(data.id, "") : log.show({ side: "me", elsewhere: true, ...data });
  if (kind !== "message" || seen.has(data.id)) return;
  seen.add(data.id);
  if (new Date(data.at) > now()) setNow(data.at);
  log.show({ side: "bot", ...data }, press);
  askForPlace(data.asks === "place");
  count(1);
  if (window.parent !== window) window.parent.postMessage({ donghanh: "message" }, location.origin);
}

function showHistory(history) {
  setNow(history.now);
  for (const message of history.messages) {
    seen.add(message.id);
    log.show(message, press, { fresh: false });
  }
  askForPlace(history.messages.findLast((message) => message.side === "bot")?.asks === "place");
  stream.last = history.cursor;
  log.settle();
  log.toEnd("instant");
}

/* An invitation's address ends in its code; it is sent only when its holder presses the button. */
function begin() {
  const code = (location.hash.slice(1) || new URLSearchParams(location.search).get("code") || "").slice(0, 32);
  const run = () => {
    history.replaceState(null, "", location.pathname);
    give(code ? { text: code } : { text: "/start", shown: say("begin") });
  };
  return { code, label: code ? say("begin_with", { code }) : say("begin"), run };
}

async function start() {
  try {
    showHistory(await stream.history());
    stream.connect();
  } catch (problem) {
    signedOut(problem);
    showState("off", "offline");
    if (log.isEmpty()) log.showEmpty("away");
    setTimeout(start, 4000);
    return;
  }
  const first = begin();
  if (log.isEmpty() || first.code) log.showEmpty(window.parent === window ? "empty" : "phone", first);
  log.ready();
}

async function showUnsent() {
  for (const message of await queue.kept()) {
    if (message.base !== base || message.chat !== chat || log.has(message.id)) continue;
    log.show(own(message));
    log.fate(message.id, "unsent");
  }
}

function leaving() {
  const dialog = find("leave-dialog");
  find("leave")?.addEventListener("click", () => {
    find("menu").open = false;
    dialog.showModal();
  });
  find("leave-no")?.addEventListener("click", () => dialog.close());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#menu")) find("menu")?.removeAttribute("open");
  });
}

const stream = new Stream({ heard, state, refused: signedOut });
listen(give);
find("home").addEventListener("click", (event) => give({ press: "do:menu", shown: event.currentTarget.textContent }, { keyboard: event.detail === 0 }));
leaving();
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => count(0));
addEventListener("offline", () => showState("off", "offline"));
addEventListener("message", (event) => {
  if (event.origin === location.origin && event.data?.now) setNow(event.data.now);
});
start().then(showUnsent).then(flush);
if (document.body.dataset.worker) {
  navigator.serviceWorker?.register(document.body.dataset.worker, { scope: base, type: "module" }).catch(() => {});
}
