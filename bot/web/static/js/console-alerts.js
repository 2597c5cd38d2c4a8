// Alerts on the desk: the key «t» takes the one chosen; on every page a line and, if wanted, a sound tell of a new one.

const WANTED = "desk.alert-sound";
const place = document.getElementById("came");
const told = place.querySelector("[role=status]");
const shut = place.querySelector("button");
const heard = new Set();
let audio = null;
let waiting = 0;

function take() {
  const alerts = [...document.querySelectorAll("#content [data-alert]")];
  const chosen = document.querySelector("#content [data-alert].current") ?? document.activeElement?.closest("[data-alert]");
  const row = chosen ?? (alerts.length === 1 ? alerts[0] : null);
  row?.querySelector("button[value^='do:alert_take']")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "t" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  take();
});

const isWanted = () => localStorage.getItem(WANTED) === "1";

// a browser plays nothing before its reader has touched the page
function wake() {
  if (!isWanted()) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

function sound() {
  wake();
  const start = audio.currentTime;
  for (const [at, pitch] of [[0, 660], [0.18, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.2, start + at);
    volume.gain.exponentialRampToValueAtTime(0.001, start + at + 0.16);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.17);
  }
}

function offer() {
  for (const wish of document.querySelectorAll("[data-alert-sound]")) {
    wish.hidden = false;
    wish.querySelector("input").checked = isWanted();
  }
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-alert-sound]")) return;
  localStorage.setItem(WANTED, event.target.checked ? "1" : "0");
  if (event.target.checked) sound();
});

// the tab says how many alerts nobody has taken yet
function entitle() {
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

async function look() {
  const answer = await fetch(`/console/alerts/came?since=${place.dataset.since}`).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const came = page.querySelector("[data-waiting]");
  waiting = Number(came.dataset.waiting);
  entitle();
  const lines = [...came.querySelectorAll("[data-came]")];
  const fresh = lines.filter((line) => !heard.has(line.dataset.came));
  for (const line of fresh) heard.add(line.dataset.came);
  // what stands there already is not said again
  for (const line of [...told.children]) {
    if (!lines.some((one) => one.dataset.came === line.dataset.came)) line.remove();
  }
  told.prepend(...fresh);
  window.htmx.process(told);
  shut.hidden = !told.children.length;
  if (fresh.length && isWanted()) sound();
}

shut.addEventListener("click", () => {
  told.replaceChildren();
  shut.hidden = true;
});
document.addEventListener("desk:changed", (event) => event.detail.includes("alert") && look());
document.addEventListener("htmx:after:swap", offer);
document.addEventListener("htmx:finally:swap", entitle);
document.addEventListener("pointerdown", wake);
document.addEventListener("keydown", wake);
offer();
look();
