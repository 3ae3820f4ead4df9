// What was clicked in a letter is sent on, so that one click is enough: once, by a browser that somebody looks at.

const chosen = document.querySelector("form[data-send] [data-chosen]");
if (chosen) whenSeen(() => chosen.form.requestSubmit(chosen));

function whenSeen(send) {
  const isSeen = () => !document.prerendering && document.visibilityState === "visible";
  if (isSeen()) return send();
  const look = () => {
    if (!isSeen()) return;
    document.removeEventListener("visibilitychange", look);
    document.removeEventListener("prerenderingchange", look);
    send();
  };
  document.addEventListener("visibilitychange", look);
  document.addEventListener("prerenderingchange", look);
}
