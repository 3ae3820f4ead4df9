// Drawing over a photograph what is to be covered. Each rectangle fills a line of the form, which works without this.

const board = document.querySelector("[data-cover]");
if (board) {
  document.querySelector("[data-cover-hint]").hidden = false;
  const lines = () => [...document.querySelectorAll("[data-rectangle]")];
  const fieldsOf = (line) => [...line.querySelectorAll("input")];
  const numbersOf = (line) => fieldsOf(line).map((field) => Number.parseFloat(field.value.replace(",", ".")));
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  board.append(drawing);

  function show() {
    drawing.replaceChildren(
      ...lines()
        .map(numbersOf)
        .filter((numbers) => numbers.every(Number.isFinite))
        .map((numbers) => {
          const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
          ["x", "y", "width", "height"].forEach((name, at) => box.setAttribute(name, numbers[at]));
          return box;
        }),
    );
  }

  // The first line in which nothing stands, or a copy of the last one.
  function freeLine() {
    const all = lines();
    const free = all.find((line) => fieldsOf(line).every((field) => !field.value));
    if (free || all.length >= 30) return free;
    const made = all.at(-1).cloneNode(true);
    const next = (words) => words.replace(/\.\d+\./, `.${all.length}.`);
    for (const field of fieldsOf(made)) [field.id, field.name, field.value] = [next(field.id), next(field.name), ""];
    for (const label of made.querySelectorAll("label")) label.htmlFor = next(label.htmlFor);
    const legend = made.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, all.length + 1);
    all.at(-1).after(made);
    return made;
  }

  const at = (event) => {
    const frame = board.getBoundingClientRect();
    const part = (where, start, length) => Math.min(100, Math.max(0, ((where - start) / length) * 100));
    return [part(event.clientX, frame.x, frame.width), part(event.clientY, frame.y, frame.height)];
  };
  let line, start;

  board.addEventListener("pointerdown", (event) => {
    line = freeLine();
    if (!line) return;
    event.preventDefault();
    start = at(event);
    board.setPointerCapture(event.pointerId);
  });
  board.addEventListener("pointermove", (event) => {
    if (!line) return;
    const end = at(event);
    const box = [0, 1].map((side) => Math.min(start[side], end[side]));
    const numbers = [...box, ...[0, 1].map((side) => Math.abs(start[side] - end[side]))];
    fieldsOf(line).forEach((field, n) => (field.value = numbers[n].toFixed(1)));
    show();
  });
  board.addEventListener("pointerup", () => {
    if (line && numbersOf(line).slice(2).some((side) => !(side > 0.5))) {
      for (const field of fieldsOf(line)) field.value = "";
      show();
    }
    line = undefined;
  });
  document.querySelector("[data-rectangles]").addEventListener("input", show);
  show();
}
