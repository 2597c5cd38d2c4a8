// Alerts on the desk: the key «t» takes the one chosen, and a short sound tells of one that has just come.

const WANTED = "desk.alert-sound";
const alerts = () => [...document.querySelectorAll("#content [data-alert]")];
const names = () => alerts().map((row) => row.querySelector("button[name='press']")?.value ?? "");
let known = new Set(names());
let audio = null;

function take() {
  const chosen = document.querySelector("#content [data-alert].current") ?? document.activeElement?.closest("[data-alert]");
  const row = chosen ?? (alerts().length === 1 ? alerts()[0] : null);
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
  for (const place of document.querySelectorAll("[data-alert-sound]")) {
    place.hidden = false;
    place.querySelector("input").checked = isWanted();
  }
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-alert-sound]")) return;
  localStorage.setItem(WANTED, event.target.checked ? "1" : "0");
  if (event.target.checked) sound();
});

function look() {
  offer();
  const now = names();
  const came = now.some((name) => !known.has(name));
  // another page or view shows others, which are not new
  const place = location.pathname + location.search;
  if (came && place === look.place) {
    const said = document.querySelector("[data-alert-came]");
    if (said) said.textContent = said.dataset.said;
    if (isWanted()) sound();
  }
  known = new Set(now);
  look.place = place;
}

look.place = location.pathname + location.search;
offer();
document.addEventListener("htmx:after:swap", look);
document.addEventListener("pointerdown", wake);
document.addEventListener("keydown", wake);
