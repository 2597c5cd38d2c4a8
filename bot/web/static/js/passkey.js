// Passkeys: a key is made on the page of one's devices, and opens the desk at its door.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

async function make(button) {
  const options = await post(button.dataset.make);
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  for (const one of options.excludeCredentials ?? []) one.id = bytes(one.id);
  const made = await navigator.credentials.create({ publicKey: options });
  return post(button.dataset.made, told(made));
}

async function sign(button) {
  const options = await post(button.dataset.sign);
  options.challenge = bytes(options.challenge);
  const signed = await navigator.credentials.get({ publicKey: options });
  return post(button.dataset.signed, told(signed));
}

function offer() {
  if (!window.PublicKeyCredential) return;
  for (const place of document.querySelectorAll("[data-passkey]")) place.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-make], [data-sign]");
  if (!button) return;
  const problem = document.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    const { location } = await (button.dataset.make ? make(button) : sign(button));
    window.location.assign(location);
  } catch {
    problem.hidden = false;
  }
});
document.addEventListener("htmx:after:swap", offer);
offer();
