// Writing to the police in three steps. Without this script the steps stand one below the other, in one form.

const KEPT = "engage.feedback";
const PRIVATE = new Set(["csrf_token", "form_key", "author_name", "contact_email", "contact_phone", "latitude", "longitude"]);

// What was sent needs to be kept no longer.
if (document.querySelector("[data-feedback-sent]")) localStorage.removeItem(KEPT);

const form = document.querySelector("form[data-steps]");
if (form) {
  keepDraft();
  showSteps();
  offerPosition();
  offerSimilar();
}

function fields() {
  return [...form.elements].filter((field) => field.name && !PRIVATE.has(field.name) && !["hidden", "file"].includes(field.type));
}

// The words stay on this device until they are sent; who wrote them is not kept.
function keepDraft() {
  const isNew = !form.querySelector(".error-summary, .notice[role=alert], [data-alike]");
  const draft = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  if (isNew && Object.keys(draft).length) {
    for (const field of fields()) {
      const kept = draft[field.name];
      if (kept === undefined) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept === field.value;
      else field.value ||= kept;
    }
    const told = document.createElement("p");
    told.className = "soft";
    told.setAttribute("role", "status");
    told.textContent = form.dataset.kept;
    form.prepend(told);
  }
  form.addEventListener("input", () => {
    const words = new FormData(form);
    const kept = fields().map((field) => [field.name, words.get(field.name)]).filter(([, value]) => value);
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)));
  });
}

function showSteps() {
  const steps = [...form.querySelectorAll("[data-step]")];
  const line = document.createElement("p");
  line.className = "soft";
  form.querySelector("[data-step]").before(line);
  const wrong = steps.findIndex((step) => step.querySelector(".has-error"));
  const go = (place, isMoved) => {
    steps.forEach((step, at) => (step.hidden = at !== place));
    line.textContent = form.dataset.stepWords.replace("{step}", place + 1).replace("{all}", steps.length);
    if (isMoved) steps[place].querySelector("h2").focus();
  };
  steps.forEach((step, place) => {
    const row = document.createElement("div");
    row.className = "actions mt-3";
    if (place > 0) row.append(button(form.dataset.back, "btn btn-quiet", () => go(place - 1, true)));
    if (place < steps.length - 1) row.append(button(form.dataset.next, "btn btn-primary btn-lg", () => go(place + 1, true)));
    step.append(row);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) go(steps.findIndex((step) => step.contains(field)), false);
  });
  // The way on of a telephone's keyboard leads to the next step: it does not send what is not finished.
  form.addEventListener("keydown", (event) => {
    const place = steps.findIndex((step) => step.contains(event.target));
    const isOn = event.key === "Enter" && !event.isComposing && event.target.matches("input:not([type=file])");
    if (!isOn || place < 0 || place === steps.length - 1) return;
    event.preventDefault();
    go(place + 1, true);
  });
  go(Math.max(wrong, 0), false);
}

function button(label, look, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function offerPosition() {
  const line = form.querySelector("[data-locate-line]");
  if (!("geolocation" in navigator)) return;
  line.hidden = false;
  const output = line.querySelector("output");
  line.querySelector("[data-locate]").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(5);
        form.elements.longitude.value = coords.longitude.toFixed(5);
        output.textContent = output.dataset.found;
      },
      () => (output.textContent = output.dataset.failed),
      { timeout: 10_000 },
    );
  });
}

// What everyone may read that is like it, shown before it is sent. Of private words nothing leaves this device.
function offerSimilar() {
  const block = form.querySelector("[data-similar]");
  form.addEventListener("change", async ({ target }) => {
    if (target.name !== "visibility") return;
    block.hidden = true;
    const subject = form.elements.subject.value.trim();
    const category = new FormData(form).get("category");
    if (target.value !== "public" || subject.length < 3 || !category) return;
    const asked = new URLSearchParams({ subject, category });
    for (const name of ["district", "latitude", "longitude"]) {
      if (form.elements[name].value) asked.set(name, form.elements[name].value);
    }
    const answer = await fetch(`${block.dataset.similar}?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const { items } = await answer.json();
    const list = document.createElement("ul");
    list.append(...items.map(itemOf));
    block.querySelector("ul")?.remove();
    block.lastElementChild.append(list);
    block.hidden = !items.length;
    if (items.length) sayThatItIsNew();
  });
}

function itemOf({ id, subject }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/feedback/${id}`;
  link.dir = "auto";
  link.textContent = subject;
  item.append(link);
  return item;
}

// They were seen here: nobody needs to be asked once more.
function sayThatItIsNew() {
  if (form.elements.is_new) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "is_new", value: "1" });
  form.append(field);
}
