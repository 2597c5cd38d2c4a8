/* One message as an element: bubble, links, picture, buttons. */

import { base, icon, make, say } from "./page.js";
import { clock } from "./moment.js";

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;
const PHONE = /(?<![\d.,])(?:0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}|1[89]00[ .]?\d{4}|11[1-5])(?![\d.,]*\d)(?!\s*(?:triệu|nghìn|đồng|%))/g;
/* These begin something new; the others answer a question, and are of no use once it is passed. */
const STANDING = /^(?:go|do):/;
const CODE = /(?<![\w-])[A-Z0-9]{2,4}-[A-Z0-9]{4}(?![\w-])/g;
const CALL = /gọi|call/i;

function elsewhere(shown) {
  return make("a", { href: shown, rel: "noopener noreferrer", target: "_blank" }, shown);
}

function call(shown) {
  return make("a", { href: `tel:${shown.replace(/[ .]/g, "")}` }, shown);
}

function code(shown) {
  return make("span", { class: "code" }, shown);
}

/* Web addresses and numbers one is told to call become links; codes stay on one line. */
function linked(text) {
  const kinds = [[LINK, elsewhere], [CODE, code], ...(CALL.test(text) ? [[PHONE, call]] : [])];
  const found = kinds.flatMap(([pattern, as]) => [...text.matchAll(pattern)].map((hit) => [hit.index, hit[0], as]));
  const parts = [];
  let from = 0;
  for (const [at, shown, as] of found.sort((a, b) => a[0] - b[0])) {
    if (at < from) continue;
    parts.push(text.slice(from, at), as(shown));
    from = at + shown.length;
  }
  return [...parts, text.slice(from)];
}

function named(kind) {
  const name = { photo: "photo", voice: "voice", place: "place" }[kind] ?? "file";
  return make("span", { class: "attached" }, icon(name), say(`a_${name}`));
}

function attached(message) {
  if (message.picture) {
    const picture = make("img", { src: message.picture, alt: say("a_photo") });
    picture.addEventListener("load", () => URL.revokeObjectURL(message.picture), { once: true });
    return picture;
  }
  return named(message.kind);
}

/* A picture that opens large, a player, or a paper to take along; what is not kept any more leaves its name. */
function shown({ id, kind }) {
  const src = `${base}/files/${id}`;
  if (kind === "voice") {
    const player = make("audio", { src, controls: true, preload: "none", "aria-label": say("a_voice") });
    player.addEventListener("error", () => player.replaceWith(named(kind)), { once: true });
    return player;
  }
  const link = make("a", { class: "shown", href: src, target: "_blank", rel: "noopener" });
  if (kind !== "photo") {
    link.append(named(kind));
    return link;
  }
  const picture = make("img", { src, alt: say("open_photo"), loading: "lazy", decoding: "async" });
  picture.addEventListener("error", () => link.replaceWith(named(kind)), { once: true });
  link.append(picture);
  return link;
}

export function turn(message) {
  const mine = message.side === "me";
  const bubble = make("div", { class: "bubble" });
  bubble.append(make("span", { class: "unseen" }, `${say(mine ? "me" : "bot")}: `));
  if (message.attachment) bubble.append(shown(message.attachment));
  if (message.text) bubble.append(make("p", {}, ...linked(message.text)));
  else if (mine && !message.attachment) bubble.append(attached(message));
  bubble.append(
    make("div", { class: "foot" }, make("span", { class: "fate" }), make("time", { datetime: message.at }, clock(message.at))),
  );
  const element = make("div", { class: mine ? "turn mine" : "turn", "data-id": message.id, "data-at": message.at }, bubble);
  if (message.pressed) element.dataset.pressed = message.pressed;
  return element;
}

export function choices(buttons, press) {
  const group = make("div", { class: "choices", role: "group", "aria-label": say("choices") });
  const commands = make("div", { class: "commands" });
  for (const button of buttons) {
    const element = make("button", { type: "button", "data-standing": STANDING.test(button.press), "data-press": button.press });
    if (button.number) element.append(make("span", { class: "number" }, `${button.number}.`), " ");
    element.append(button.label);
    element.addEventListener("click", (event) => press(button, group, event.detail === 0));
    (button.role === "command" ? commands : group).append(element);
  }
  if (!group.childElementCount) commands.classList.add("only");
  if (commands.childElementCount) group.append(commands);
  return group;
}

/* One of several that are switched on and off; the message itself shows it, so that it needs no bubble. */
export function ticks({ buttons }, button) {
  return button.role === "option" && buttons.some((one) => one.press.endsWith(":!done"));
}

export function waiting() {
  const dots = make("div", { class: "waiting", "aria-hidden": "true" });
  dots.append(make("i"), make("i"), make("i"));
  return dots;
}
