/* Times as people here say them. The clock is the server's; the zone is always Việt Nam's (UTC+7, no summer time). */

import { say } from "./page.js";

const ZONE = 7 * 3600_000;
const DAY = 86_400_000;
const ENGLISH = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "short",
  timeZone: "Asia/Ho_Chi_Minh",
});
let ahead = Date.parse(document.body.dataset.now) - Date.now() || 0;

export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export function now() {
  return new Date(Date.now() + ahead);
}

function local(at) {
  return new Date(new Date(at).getTime() + ZONE);
}

export function dayNumber(at) {
  return Math.floor((new Date(at).getTime() + ZONE) / DAY);
}

export function clock(at) {
  return local(at).toISOString().slice(11, 16);
}

export function dayAndDate(at) {
  if (document.documentElement.lang === "en") return ENGLISH.format(new Date(at));
  const there = local(at);
  const year = there.getUTCFullYear() === local(now()).getUTCFullYear() ? "" : `/${there.getUTCFullYear()}`;
  return `${say("weekday." + there.getUTCDay())} ${there.getUTCDate()}/${there.getUTCMonth() + 1}${year}`;
}

export function dayLabel(at) {
  const behind = dayNumber(now()) - dayNumber(at);
  if (behind === 0) return say("today");
  if (behind === 1) return say("yesterday");
  return dayAndDate(at);
}
