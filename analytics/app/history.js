// One action of the reader makes one entry in the browser's history. Opening a page writes its address first
// without the filters and then each of them: the way back would lead through all of these, on the same page.
if (!window.huitouHistory) {
  window.huitouHistory = true;
  let acted = false;
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, () => { acted = true; }, true);
  }
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (state, title, address) => {
    (acted ? push : window.history.replaceState.bind(window.history))(state, title, address);
    acted = false;
  };
}
