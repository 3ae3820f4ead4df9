// What is easier with a script. Every page works without it: here are shortcuts only.

const icon = (name) => {
  const sprite = document.querySelector("svg.icon use").getAttribute("href").split("#")[0];
  return `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;
};

// Arabic-Indic (٠-٩) and Persian (۰-۹) digits count too.
const number = (text) => {
  const western = text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
  return Number.parseInt(western, 10) || 0;
};

function button(label, name, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name === "trash" ? "btn btn-quiet" : "btn btn-outline";
  made.innerHTML = icon(name);
  if (name === "dash-lg" || name === "plus-lg") made.setAttribute("aria-label", label);
  else made.append(label);
  made.addEventListener("click", press);
  return made;
}

// A button at each side of a number.
for (const box of document.querySelectorAll(".number-box")) {
  const field = box.querySelector("input");
  const least = Number(box.dataset.least ?? 0);
  const most = Number(box.dataset.most ?? Infinity);
  const step = (by) => () => {
    field.value = Math.min(most, Math.max(least, number(field.value) + by));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  field.before(button(box.dataset.less, "dash-lg", step(-1)));
  field.after(button(box.dataset.more, "plus-lg", step(1)));
}

// Do the levels of a delegation add up?
for (const party of document.querySelectorAll("[data-party]")) {
  const line = party.querySelector("[data-sum]");
  const levels = [...party.querySelectorAll("[name^='headcounts.']")];
  const all = party.querySelector(".number-box input");
  const show = () => {
    const counted = levels.reduce((sum, field) => sum + number(field.value), 0);
    const words = line.dataset.sum.replace("{counted}", counted).replace("{all}", number(all.value));
    line.hidden = counted === 0;
    const output = line.querySelector("output");
    output.textContent = `${words} `;
    if (counted === number(all.value)) output.insertAdjacentHTML("beforeend", icon("check-lg"));
  };
  party.addEventListener("input", show);
  show();
}

// Rows that nobody filled in wait behind a button; the first always stands. Whoever is removed leaves no gap: the next
// move up, so that what the server says of the second row is about the second.
for (const list of document.querySelectorAll("[data-rows]")) {
  const rows = [...list.children];
  const isUsed = (row) => [...row.querySelectorAll("input")].some((field) => field.value || field.ariaInvalid === "true");
  const last = rows.findLastIndex(isUsed);
  const show = (count) => {
    rows.forEach((row, index) => (row.hidden = index >= count));
    add.hidden = count >= rows.length;
  };
  const shown = () => rows.filter((row) => !row.hidden);
  const add = button(list.dataset.rows, list.dataset.icon || "person-plus", () => {
    show(shown().length + 1);
    shown().at(-1).querySelector("input").focus();
  });
  const remove = (row) => {
    for (let index = rows.indexOf(row); index < rows.length; index += 1) {
      const next = rows[index + 1]?.querySelectorAll("input");
      rows[index].querySelectorAll("input").forEach((field, place) => (field.value = next?.[place].value ?? ""));
    }
    show(shown().length - 1);
    add.focus();
  };
  for (const row of rows.slice(1)) {
    const away = button(list.dataset.remove, "trash", () => remove(row));
    away.setAttribute("aria-describedby", row.querySelector("h3").id);
    row.querySelector(".person-head").append(away);
  }
  show(Math.max(last, 0) + 1);
  list.append(add);
}

// A password may be looked at.
for (const box of document.querySelectorAll("[data-reveal]")) {
  const field = box.querySelector("input");
  const toggle = button(box.dataset.reveal, "eye", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    toggle.innerHTML = icon(isShown ? "eye" : "eye-slash");
    toggle.append(isShown ? box.dataset.reveal : box.dataset.hide);
  });
  box.append(toggle);
}

for (const print of document.querySelectorAll("[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// Browsers that know `autofocus` on fields only.
document.querySelector("[autofocus][tabindex='-1']")?.focus();

// Questions left open stay out of the address.
for (const form of document.querySelectorAll("form:not([method='post'])")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
