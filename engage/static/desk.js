// Keys that save officers the way through the queue. Everything they do is a link, a button or a field of the page.

const KEPT = "engage.shortcuts";
const dialog = document.querySelector("dialog.shortcuts");
const opener = document.querySelector("[data-shortcuts]");
const choice = dialog.querySelector("input");

opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
dialog.querySelector("[data-shut]").addEventListener("click", () => dialog.close());
choice.checked = localStorage.getItem(KEPT) !== "off";
choice.addEventListener("change", () => localStorage.setItem(KEPT, choice.checked ? "on" : "off"));

const rows = [...document.querySelectorAll("[data-row]")];
const here = () => rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
const go = (by) => rows[Math.min(rows.length - 1, Math.max(0, here() + by))]?.focus();
const press = (what) => document.querySelector(what)?.click();

function write(what) {
  const field = document.querySelector(what);
  if (!field) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
}

// The chosen ones, or the one where one is.
function acknowledge() {
  if (rows.length && !document.querySelector("[name=ids]:checked")) {
    const box = rows[here()]?.closest("tr").querySelector("[name=ids]");
    if (!box) return;
    box.checked = true;
  }
  press("[formaction*='/acknowledge'], [action*='/acknowledge'] [type=submit]");
}

const keys = {
  j: () => (rows.length ? go(1) : press("[data-next]")),
  k: () => (rows.length ? go(here() < 0 ? 1 : -1) : history.back()),
  o: () => rows[here()]?.click(),
  a: acknowledge,
  r: () => write("[action*='/reply'] textarea"),
  n: () => write("[action*='/note'] textarea"),
  "g q": () => location.assign(dialog.dataset.queue),
  "?": () => dialog.showModal(),
};

// What the key means where Latin letters are; on an Arabic keyboard, what stands on it in Latin.
function named({ key, code }) {
  if (key === "?" || key === "؟") return "?";
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}

let before = { key: "", at: 0 };
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  if (!choice.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = named(event);
  const isSecond = event.timeStamp - before.at < 1500 && `${before.key} ${key}` in keys;
  const act = keys[isSecond ? `${before.key} ${key}` : key];
  before = { key, at: event.timeStamp };
  if (!act) return;
  event.preventDefault();
  act();
});
