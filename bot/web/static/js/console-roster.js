// The duty roster: days are ticked by dragging or by keys; what is ticked and not saved yet survives a reload.

const boxes = (within) => [...within.querySelectorAll('input[type="checkbox"]')];
const formOf = (element) => element.closest("form.roster");
const draftOf = (form) => `desk.roster.${form.dataset.roster}`;
let dragged = null;

function set(box, checked) {
  if (box.checked === checked) return;
  box.checked = checked;
  tell(formOf(box));
}

// counts what differs from what was shown, and keeps it: saved, it differs no more; a lost line loses nothing
function tell(form) {
  const changed = boxes(form).filter((box) => box.checked !== box.defaultChecked);
  for (const box of boxes(form)) box.closest("td").classList.toggle("changed", box.checked !== box.defaultChecked);
  const told = form.querySelector("[data-unsaved]");
  if (told) told.textContent = changed.length ? told.dataset.unsaved.replace("{count}", changed.length) : "";
  if (changed.length) sessionStorage.setItem(draftOf(form), changed.map((box) => `${box.value} ${box.checked}`).join(","));
  else sessionStorage.removeItem(draftOf(form));
}

function begin() {
  const form = document.querySelector("form.roster");
  if (!form) return;
  for (const button of form.querySelectorAll("[data-whole]")) button.hidden = false;
  const how = form.querySelector("[data-how]");
  if (how) how.hidden = false;
  const kept = new Map((sessionStorage.getItem(draftOf(form)) ?? "").split(",").map((one) => one.split(" ")));
  for (const box of boxes(form)) if (kept.has(box.value)) box.checked = kept.get(box.value) === "true";
  tell(form);
}

function boxAt(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest("form.roster .tick")?.querySelector("input[type=checkbox]");
}

// a finger taps and scrolls as everywhere; a mouse or a pen ticks what it is drawn over
document.addEventListener("pointerdown", (event) => {
  dragged = null;
  if (event.pointerType === "touch" || event.button) return;
  const box = event.target.closest("form.roster .tick label")?.querySelector("input");
  if (!box) return;
  dragged = { checked: !box.checked };
  set(box, dragged.checked);
  box.focus();
});
document.addEventListener("pointermove", (event) => {
  if (!dragged || !event.buttons) return;
  event.preventDefault();
  const box = boxAt(event);
  if (box) set(box, dragged.checked);
});
document.addEventListener("dragstart", (event) => {
  if (dragged) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (dragged && event.detail && event.target.closest("form.roster .tick label")) event.preventDefault();
  const whole = event.target.closest("form.roster [data-whole]");
  if (!whole) return;
  const row = boxes(whole.closest("tr"));
  const checked = !row.every((box) => box.checked);
  for (const box of row) set(box, checked);
});

function beside(box, key) {
  const cell = box.closest("td");
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const row = boxes(cell.parentElement);
    return row[row.indexOf(box) + (key === "ArrowRight" ? 1 : -1)];
  }
  const rows = [...formOf(box).querySelectorAll("tr[data-officer]")];
  const row = rows[rows.indexOf(cell.parentElement) + (key === "ArrowDown" ? 1 : -1)];
  return row?.children[cell.cellIndex]?.querySelector("input[type=checkbox]");
}

document.addEventListener("keydown", (event) => {
  if (!event.key.startsWith("Arrow") || event.ctrlKey || event.altKey || event.metaKey) return;
  const box = event.target.closest("form.roster .tick input");
  if (!box) return;
  event.preventDefault();
  const next = beside(box, event.key);
  if (!next) return;
  if (event.shiftKey) set(next, box.checked);
  next.focus();
});

document.addEventListener("change", (event) => {
  const form = formOf(event.target);
  if (form) tell(form);
});
document.addEventListener("htmx:after:swap", begin);
begin();
