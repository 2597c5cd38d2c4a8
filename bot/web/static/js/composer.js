/* The row at the bottom: text, photo, voice, place. Hands over what somebody wants to send. */

import { find, say } from "./page.js";
import { shrink } from "./photo.js";
import { canRecord, record } from "./voice.js";

const LARGEST = 10 * 1024 * 1024;

export function note(key) {
  const line = find("note");
  line.textContent = key ? say(key) : "";
  line.hidden = !key;
}

export function askForPlace(asked) {
  find("place").hidden = !(asked && "geolocation" in navigator);
}

function sendPlace(send) {
  const button = find("place");
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.disabled = false;
      askForPlace(false);
      send({ place: { lat: coords.latitude, lon: coords.longitude } });
    },
    () => {
      button.disabled = false;
      note("no_place");
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

async function sendPhoto(input, send) {
  const [chosen] = input.files;
  input.value = "";
  if (!chosen) return;
  const file = await shrink(chosen);
  if (file.size > LARGEST) note("too_large");
  else send({ file, name: "photo.jpg", kind: "photo" });
}

async function sendVoice(send) {
  const [form, bar] = [find("write-form"), find("recording")];
  try {
    const recording = await record((said) => (find("record-count").textContent = said));
    form.hidden = true;
    bar.hidden = false;
    find("record-send").focus();
    find("record-drop").onclick = () => recording.drop();
    find("record-send").onclick = () => recording.finish();
    const file = await recording.result;
    if (file) send({ file, name: `voice.${file.type.includes("mp4") ? "m4a" : "webm"}`, kind: "voice" });
  } catch {
    note("no_microphone");
  } finally {
    form.hidden = false;
    bar.hidden = true;
    find("record").focus();
  }
}

export function listen(give) {
  const write = find("write");
  const send = (message) => {
    note("");
    give(message);
  };
  const sendText = () => {
    const text = write.value.trim();
    if (!text) return;
    write.value = "";
    offerVoice();
    send({ text });
  };
  const offerVoice = () => (find("record").hidden = !canRecord() || write.value.trim() !== "");
  find("write-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sendText();
    write.focus();
  });
  write.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendText();
  });
  write.addEventListener("input", offerVoice);
  find("photo").addEventListener("click", () => find("photo-file").click());
  find("photo-file").addEventListener("change", (event) => sendPhoto(event.target, send));
  find("record").addEventListener("click", () => sendVoice(send));
  find("place").addEventListener("click", () => sendPlace(send));
  offerVoice();
}
