// A printed page is as wide as paper and not as the window, but charts keep the width they have on the screen:
// where that is too much they are made smaller. A dark page is printed light.
if (!window.huitouPrint) {
  window.huitouPrint = true;
  const paper = 1030;  // pixels between the margins of the sheet in style.css, less the page's own
  window.addEventListener("beforeprint", () => {
    const main = document.querySelector("[data-testid=stMainBlockContainer]");
    if (!main) return;
    const look = getComputedStyle(main);
    const wide = main.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    const [red, green, blue] = getComputedStyle(document.querySelector("[data-testid=stApp]"))
      .backgroundColor.match(/\d+/g).map(Number);
    const root = document.documentElement;
    root.style.setProperty("--print-zoom", wide > paper ? paper / wide : 1);
    root.classList.toggle("printed-from-dark", red + green + blue < 384);
  });
}
