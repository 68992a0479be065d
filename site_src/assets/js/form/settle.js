// 手边的东西不动：按着鼠标时不改版面，改了版面时正在填、正要点的那一处留在原处。
let pressed = false, waiting = [], hand = null;

export function watchHand() {
  const released = () => {
    pressed = false;
    setTimeout(() => waiting.splice(0).forEach((run) => run())); // 松开之后还有一次点击，先让它到
  };
  document.addEventListener("pointerdown", (event) => { pressed = true; hand = event.target; }, true);
  document.addEventListener("keydown", () => { hand = null; }, true);
  ["pointerup", "pointercancel", "dragend"].forEach((name) => document.addEventListener(name, released, true));
  addEventListener("blur", released);
}

// 离开一栏之后要做的事：鼠标还按着，就等松开；一次按下里同一件事只做一次。
export function afterPress(run) {
  if (waiting.includes(run)) return;
  waiting.push(run);
  if (!pressed) setTimeout(() => waiting.splice(0).forEach((each) => each()));
}

// 做一件会改版面的事，手边的那一处不挪。
export function keepStill(run) {
  const focused = document.activeElement, held = hand && hand.isConnected ? hand : focused;
  const at = held && held !== document.body ? held.getBoundingClientRect().top : null;
  run();
  if (at === null || at < 0 || at > innerHeight || !held.isConnected || !held.getClientRects().length) return;
  const moved = held.getBoundingClientRect().top - at;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "auto" });
}
