/* The talk on the screen: adds, replaces and orders messages, marks days, keeps the newest in sight. */

import { choices, turn, waiting } from "./bubble.js";
import { find, make, say } from "./page.js";
import { dayLabel, dayNumber } from "./moment.js";

const log = find("log");
let dots = null;
let dotsEnd = 0;
let byKeyboard = false;

const known = (id) => log.querySelector(`.turn[data-id="${CSS.escape(id)}"]`);
const turns = () => [...log.querySelectorAll(".turn")];

function atEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 160;
}

export function toEnd(behavior = "auto") {
  log.scrollTo({ top: log.scrollHeight, behavior });
}

/* Same day marks, whatever order things came in. */
function markDays() {
  for (const mark of log.querySelectorAll(".day")) mark.remove();
  let day = null;
  for (const element of turns()) {
    const own = dayNumber(element.dataset.at);
    if (own !== day) element.before(make("div", { class: "day" }, dayLabel(element.dataset.at)));
    day = own;
  }
}

export function free(button) {
  button.disabled = false;
  button.ariaBusy = null;
}

/* Buttons of questions already passed step back; they still work. */
function quieten() {
  const all = turns();
  const lastMine = all.findLastIndex((element) => element.classList.contains("mine"));
  const lastBot = all.findLastIndex((element) => !element.classList.contains("mine"));
  all.forEach((element, index) => {
    const past = index < lastMine && index !== lastBot;
    const group = element.querySelector(".choices");
    group?.classList.toggle("past", past);
    if (past) group?.querySelectorAll("button").forEach(free);
    element.classList.toggle("asks", Boolean(element.querySelector(".choices:not(.past)")));
  });
}

function place(element, fresh) {
  if (fresh) return log.append(element);
  const after = turns().findLast((other) => other.dataset.at <= element.dataset.at);
  return after ? after.after(element) : log.prepend(element);
}

/* A press answered by a change of the message it was made on leaves no bubble of its own. */
function dropPressOn(id) {
  turns().findLast((element) => element.dataset.pressed === id)?.remove();
}

export function show(message, press, { fresh = true } = {}) {
  find("empty")?.remove();
  const stay = (message.side === "me" && !message.elsewhere) || atEnd();
  const element = turn(message);
  if (message.buttons?.length) element.append(choices(message.buttons, (...pressed) => press(message, ...pressed)));
  const earlier = known(message.edits || message.id);
  if (message.edits && earlier) dropPressOn(message.edits);
  if (earlier) {
    element.dataset.id = earlier.dataset.id;
    element.dataset.at = earlier.dataset.at;
    const focused = earlier.contains(document.activeElement) ? document.activeElement.dataset.press : "";
    earlier.replaceWith(element);
    if (focused) element.querySelector(`[data-press="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  } else {
    if (fresh) element.classList.add("new");
    place(element, fresh);
  }
  element.querySelector(".shown img")?.addEventListener("load", () => stay && toEnd(), { once: true });
  if (message.side === "bot") answered(element);
  if (fresh) settle(stay);
  return element;
}

export function settle(stay = true) {
  markDays();
  quieten();
  if (dots) log.append(dots);
  if (stay) toEnd();
  else find("newer").hidden = false;
}

find("newer").addEventListener("click", () => toEnd());
log.addEventListener("scroll", () => {
  if (atEnd()) find("newer").hidden = true;
});

export function fate(id, kind) {
  const element = known(id);
  if (!element) return;
  element.classList.toggle("unsent", kind === "unsent" || kind === "refused");
  element.querySelector(".fate").textContent = kind ? say(`fate_${kind}`) : "";
}

export function has(id) {
  return Boolean(known(id));
}

export function expectAnswer(keyboard = false) {
  byKeyboard = keyboard;
  dots ??= waiting();
  log.append(dots);
  toEnd();
  clearTimeout(dotsEnd);
  dotsEnd = setTimeout(stopDots, 9000);
}

export function stopDots() {
  clearTimeout(dotsEnd);
  dots?.remove();
  dots = null;
}

function answered(element) {
  if (!dots) return;
  stopDots();
  if (byKeyboard) element.querySelector(".choices button")?.focus({ preventScroll: true });
  byKeyboard = false;
}

export function ready() {
  log.setAttribute("aria-busy", "false");
}

export function isEmpty() {
  return turns().length === 0;
}

/* The first screen of somebody who has not spoken yet, or of one without a connection. */
export function showEmpty(kind, begin) {
  find("empty")?.remove();
  const mark = document.querySelector(".head .mark").cloneNode();
  const box = make("div", { class: "empty", id: "empty" }, mark, make("h2", {}, say(`${kind}_title`)), make("p", {}, say(`${kind}_text`)));
  if (begin) {
    const button = make("button", { type: "button", class: "strong-button" }, begin.label);
    button.addEventListener("click", begin.run, { once: true });
    box.append(button);
  }
  log.append(box);
}
