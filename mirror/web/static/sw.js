// Keeps the shell only: what is the same for everybody. Nothing of a person is ever kept here.
"use strict";
const KEPT = "plumbline-shell-1";
const SHELL = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(KEPT).then(async (cache) => {
      const page = await fetch(SHELL, { cache: "no-cache" });
      const words = await page.clone().text();
      await cache.put(SHELL, page);
      await cache.addAll([...new Set(words.match(/\/static\/[\w.-]+\?v=\w+/g))]);
    }),
  );
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(SHELL)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
