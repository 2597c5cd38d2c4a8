// Writing to many: only the fields of the audience that is chosen, and no sending of what has not been looked at.

function fit() {
  const form = document.getElementById("write");
  if (!form) return;
  const chosen = form.querySelector("[name=audience]:checked")?.value;
  for (const field of form.querySelectorAll("[data-for]")) field.hidden = field.dataset.for !== chosen;
}

function changed(event) {
  if (!event.target.closest("#write")) return;
  fit();
  hold();
}

function hold() {
  const unsaved = document.getElementById("unsaved");
  if (!unsaved) return;
  unsaved.hidden = false;
  document.getElementById("send").hidden = true;
}

// the page as it stands, with what was typed and is brought back
function look() {
  fit();
  if (document.getElementById("write")?.dataset.unsent !== undefined) hold();
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("htmx:after:swap", look);
look();
