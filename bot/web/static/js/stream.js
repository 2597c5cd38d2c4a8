/* Listens to the server: what was said before, then what is said from now on; comes back by itself. */

import { base } from "./page.js";

const SILENCE = 40_000;
/* Where there is no stream for us, we look now and then. */
const LOOK = 15_000;

export class Stream {
  constructor({ heard, state, refused }) {
    this.heard = heard;
    this.state = state;
    this.refused = refused;
    this.last = "";
    this.opened = false;
    this.tries = 0;
    this.source = null;
    addEventListener("online", () => this.again(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && (this.looking || Date.now() - this.alive > SILENCE)) this.again(0);
    });
  }

  get open() {
    return this.source?.readyState === EventSource.OPEN;
  }

  async history() {
    const response = await fetch(`${base}/history`, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  connect() {
    this.source?.close();
    clearInterval(this.looking);
    this.looking = 0;
    clearTimeout(this.timer);
    const source = new EventSource(`${base}/events?after=${this.last}${this.opened ? "&again=1" : ""}`);
    this.opened = true;
    this.source = source;
    this.touch();
    source.onopen = () => {
      this.tries = 0;
      this.touch();
      this.state(true);
    };
    source.onerror = () => {
      this.state(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.look();
      this.again();
    };
    source.addEventListener("elsewhere", () => {
      source.close();
      clearTimeout(this.watch);
      this.looking = setInterval(() => this.look(), LOOK);
    });
    for (const kind of ["message", "said", "hello", "beat"]) {
      source.addEventListener(kind, (event) => {
        this.touch();
        if (event.lastEventId) this.last = event.lastEventId;
        if (event.data) this.heard(kind, JSON.parse(event.data));
      });
    }
  }

  /* What was said meanwhile, without a stream. */
  async look() {
    try {
      const history = await this.history();
      for (const message of history.messages) if (message.side === "bot") this.heard("message", message);
      this.state(true);
    } catch (problem) {
      this.state(false);
      this.refused(problem);
    }
  }

  touch() {
    this.alive = Date.now();
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      this.state(false);
      this.again(0);
    }, SILENCE);
  }

  again(wait = Math.min(30_000, 1000 * 2 ** this.tries++)) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait + Math.random() * 300);
  }
}
