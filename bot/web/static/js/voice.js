/* Records a voice note: press to begin, press to send; three minutes at most. */

const LONGEST = 180;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function canRecord() {
  return Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
}

export async function record(tell) {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: 24_000 });
  const parts = [];
  let dropped = false;
  let seconds = 0;
  const show = () => tell(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  const tick = setInterval(() => {
    seconds += 1;
    show();
    if (seconds >= LONGEST) stop();
  }, 1000);
  const result = new Promise((resolve) => {
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(tick);
      for (const track of sound.getTracks()) track.stop();
      resolve(dropped ? null : new Blob(parts, { type: recorder.mimeType.split(";")[0] }));
    };
  });
  recorder.start();
  show();
  return { result, finish: stop, drop: () => ((dropped = true), stop()) };
}
