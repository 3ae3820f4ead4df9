// Ready words go into the reply that is being written, where the cursor stands. Without this script the page opens anew with them.

const reply = document.querySelector("[data-ready] ~ form textarea");

for (const link of reply ? document.querySelectorAll("[data-ready] a") : []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const before = reply.value.slice(0, reply.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    reply.setRangeText(gap + link.dataset.words, reply.selectionStart, reply.selectionEnd, "end");
    reply.focus();
  });
}
