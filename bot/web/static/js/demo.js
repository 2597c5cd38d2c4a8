/* The demo page: who holds which phone, what time it is, which phone one looks at. */

import { dayAndDate, clock, now, setNow } from "./moment.js";
import { find, say } from "./page.js";

const seats = [...document.querySelectorAll(".seat")];
const tabs = [...document.querySelectorAll('[role="tab"]')];
const narrow = matchMedia("(max-width: 60rem)");
const unread = new Map();
let asked = 0;

function showTime() {
  const words = `${dayAndDate(now())}, ${clock(now())}`;
  if (find("now").textContent !== words) find("now").textContent = words;
}

function trouble(key) {
  find("trouble").textContent = key ? say(key) : "";
  find("trouble").hidden = !key;
}

async function post(url, data) {
  const response = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function showState(state) {
  setNow(state.now);
  showTime();
  for (const frame of document.querySelectorAll("iframe")) frame.contentWindow.postMessage({ now: state.now }, location.origin);
  for (const phone of state.phones) showHolder(phone);
}

function showHolder({ n, account, title }) {
  const seat = find(`phone-${n}`);
  const frame = seat.querySelector("iframe");
  const changed = seat.dataset.account && seat.dataset.account !== String(account);
  seat.dataset.account = account;
  find(`holder-${n}`).value = account;
  tabs.find((tab) => tab.dataset.n === String(n)).querySelector(".tab-role").textContent = title;
  if (changed) frame.contentWindow.location.reload();
}

async function refresh() {
  const ours = ++asked;
  try {
    const response = await fetch("/demo/state", { credentials: "same-origin" });
    if (ours === asked && response.ok) showState(await response.json());
  } catch {
    /* the phones themselves say that the line is gone */
  }
}

async function step(event) {
  event.preventDefault();
  const buttons = find("steps").querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  trouble("");
  asked += 1;
  try {
    showState(await post("/demo/clock", { step: event.submitter.value }));
  } catch {
    trouble("demo_trouble");
  }
  buttons.forEach((button) => (button.disabled = false));
  event.submitter.focus();
}

async function hold(select) {
  const n = select.closest(".seat").dataset.n;
  select.disabled = true;
  trouble("");
  asked += 1;
  try {
    showState(await post(`/demo/phone/${n}/holder`, { account: select.value }));
  } catch {
    trouble("demo_trouble");
    refresh();
  }
  select.disabled = false;
  select.focus();
}

function look(n, focus = true) {
  for (const seat of seats) seat.classList.toggle("shown", seat.dataset.n === n);
  for (const tab of tabs) {
    const chosen = tab.dataset.n === n;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  unread.delete(n);
  showUnread();
}

/* Beside each other they are panels of no tab. */
function arrange() {
  for (const seat of seats) seat.setAttribute("role", narrow.matches ? "tabpanel" : "region");
}

function showUnread() {
  for (const tab of tabs) {
    const count = unread.get(tab.dataset.n) ?? 0;
    const mark = tab.querySelector(".unread");
    mark.hidden = count === 0;
    mark.textContent = String(count);
    mark.setAttribute("aria-label", count ? say("unread", { n: count }) : "");
  }
}

function arrived(event) {
  if (event.origin !== location.origin || event.data?.donghanh !== "message") return;
  const seat = seats.find((one) => one.querySelector("iframe").contentWindow === event.source);
  if (!seat) return;
  if (narrow.matches && !seat.classList.contains("shown")) {
    unread.set(seat.dataset.n, (unread.get(seat.dataset.n) ?? 0) + 1);
    showUnread();
  } else if (!narrow.matches) {
    const phone = seat.querySelector(".phone");
    phone.classList.add("rings");
    setTimeout(() => phone.classList.remove("rings"), 1200);
  }
}

tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => {
    look(tab.dataset.n);
    document.querySelector(".hint").classList.add("read");
  });
  tab.addEventListener("keydown", (event) => {
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    look(tabs.at(to % tabs.length).dataset.n);
  });
});
for (const select of document.querySelectorAll(".holder select")) {
  select.addEventListener("change", () => hold(select));
  select.form.addEventListener("submit", (event) => event.preventDefault());
}
find("steps").addEventListener("submit", step);
addEventListener("message", arrived);
narrow.addEventListener("change", () => {
  unread.clear();
  showUnread();
  arrange();
});
arrange();
setInterval(showTime, 1000);
setInterval(() => document.hidden || refresh(), 10_000);
refresh();
