/* Messages not yet taken by the server: kept on the device, sent in order, each with the id it was born with.
   Used by the page and by the service worker alike. */

const STORE = "unsent";
const memory = new Map();

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("donghanh", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/* A browser without a store (some private windows) still sends; it only forgets on closing. */
export async function keep(message) {
  try {
    await within("readwrite", (store) => store.put(message));
  } catch {
    memory.set(message.id, message);
  }
}

export async function drop(id) {
  memory.delete(id);
  await within("readwrite", (store) => store.delete(id)).catch(() => {});
}

export async function kept() {
  const stored = await within("readonly", (store) => store.getAll()).catch(() => []);
  return [...stored, ...memory.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

function request(message) {
  if (!message.file) {
    const { base, ...body } = message;
    return [`${base}/messages`, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }];
  }
  const body = new FormData();
  for (const name of ["id", "at", "chat"]) body.append(name, message[name] ?? "");
  body.append("file", message.file, message.name);
  return [`${message.base}/files`, { body }];
}

/* "taken", "refused" (never will be, `code` may say why), or "later". */
export async function send(message) {
  const [url, options] = request(message);
  let response;
  try {
    response = await fetch(url, { method: "POST", credentials: "same-origin", ...options });
  } catch {
    return { fate: "later" };
  }
  if (response.ok) return { fate: "taken", ...(await response.json().catch(() => ({}))) };
  const { code = "" } = await response.json().catch(() => ({}));
  const again = !code && (response.status >= 500 || response.status === 429 || response.status === 408);
  return { fate: again ? "later" : "refused", status: response.status, code };
}

/* Sends what is kept for one chat, in order; stops at the first that must wait. Two pages share one lock. */
export async function flush(only, tell = () => {}) {
  const work = async () => {
    for (const message of await kept()) {
      if (!only(message)) continue;
      const outcome = await send(message);
      if (outcome.fate === "later") return false;
      await drop(message.id);
      tell(message, outcome);
    }
    return true;
  };
  return navigator.locks ? navigator.locks.request("donghanh-unsent", work) : work();
}
