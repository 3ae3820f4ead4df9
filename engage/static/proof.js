// The small check while very many write: the widget in our words, its worker from our own address.

const box = document.querySelector("[data-proof]");
const { $altcha } = globalThis;
if (box && $altcha) {
  $altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(box.dataset.worker));
  $altcha.i18n.set(document.documentElement.lang, JSON.parse(box.dataset.words));
  const widget = document.createElement("altcha-widget");
  widget.className = "d-block my-2";
  widget.setAttribute("challenge", box.dataset.challenge);
  widget.setAttribute("language", document.documentElement.lang);
  widget.setAttribute("auto", "onsubmit");
  widget.setAttribute("configuration", JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false }));
  box.querySelector("p:last-of-type").before(widget);
}
