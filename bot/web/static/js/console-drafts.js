// What is typed at the desk and not sent yet: it survives a reload, a lost line, a store that is away, the cover and the
// end of a session; whoever sits down next in the same tab finds nothing of it.

const OWN = "desk.";
const TYPED = `${OWN}typed.`;
const SENT = `${OWN}sent`;
const WHOSE = `${OWN}whose`;
const CHOICES = ["checkbox", "radio"];
const NOT_TYPED = ["hidden", "file", "submit", "button"];
const AWAY = "away";

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NOT_TYPED.includes(field.type));

function forget() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(OWN)) sessionStorage.removeItem(name);
}

function keep(form) {
  const given = fieldsOf(form).filter((field) => !CHOICES.includes(field.type) || field.checked);
  const typed = given.map((field) => [field.name, field.value]);
  if (typed.some(([, value]) => value)) sessionStorage.setItem(TYPED + form.dataset.kept, JSON.stringify(typed));
  else sessionStorage.removeItem(TYPED + form.dataset.kept);
}

function fill(field, values) {
  if (CHOICES.includes(field.type)) field.checked = values.includes(field.value);
  else if (values.length && field.value !== values[0]) field.value = values[0];
}

export function bringBack() {
  const seat = document.getElementById("content").dataset.seat;
  if (sessionStorage.getItem(WHOSE) !== seat) forget();
  sessionStorage.setItem(WHOSE, seat);
  for (const form of document.querySelectorAll("#content form[data-kept]")) {
    const typed = JSON.parse(sessionStorage.getItem(TYPED + form.dataset.kept) ?? "null");
    if (!typed) continue;
    for (const field of fieldsOf(form)) {
      fill(field, typed.filter(([name]) => name === field.name).map(([, value]) => value));
    }
    form.dataset.unsent = "";
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// what the service has taken is no draft any more; `address` is that of its answer, empty where none came
export function settle(address) {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  const said = address && new URL(address).searchParams.get("said");
  if (said && said !== AWAY) sessionStorage.removeItem(sent);
}

const changed = (event) => {
  const form = event.target.closest?.("form[data-kept]");
  if (form && event.target !== form) keep(form);
};
document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("submit", ({ target, submitter }) => {
  if (target.matches("[action='/console/leave']")) {
    forget();
    return;
  }
  // a draft that is dropped or sent as it stands is gone with what was typed over it
  const settled = /^(\w+):\*:!(?:cancel|send)$/.exec(submitter?.value ?? "");
  const kept = target.dataset.kept ?? settled?.[1];
  if (kept) sessionStorage.setItem(SENT, TYPED + kept);
});
