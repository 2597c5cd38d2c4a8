/* Keeps the page's shell, so that it opens without a connection, and sends what waits when the connection is back. */

import { flush } from "{{ static }}/js/queue.js";

const SHELL = "donghanh-{{ static }}";
const PAGE = "{{ base }}";
const FILES = {{ shell|tojson }};

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([PAGE, ...FILES])));
  self.skipWaiting();
});

addEventListener("activate", (event) => {
  const outdated = caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))));
  event.waitUntil(outdated.then(() => self.clients.claim()));
});

async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(6000) });
    if (response.ok && !response.redirected) cache.put(PAGE, response.clone());
    return response;
  } catch {
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE && !url.searchParams.has("lang")) event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
});

addEventListener("sync", (event) => {
  if (event.tag !== "unsent") return;
  event.waitUntil(
    flush((message) => message.base === PAGE).then((done) => {
      if (!done) throw new Error("later");
    }),
  );
});
