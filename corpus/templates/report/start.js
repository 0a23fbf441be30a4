// Everything begins here.
store.begin();
decisions.begin();
filters.begin();
answers.begin();
findings.begin();
names.begin();
tables.begin();
ledger.begin();
keys.begin();
pictures.begin();
byId("language").addEventListener("click", function () { speak(lang() === "sv" ? "en" : "sv"); });
document.querySelector("[data-skip]").addEventListener("click", function (e) {
  e.preventDefault();
  var to = document.querySelector(".view.current h1");
  to.tabIndex = -1;
  to.focus();
});
window.addEventListener("hashchange", function () { views.show(); redraw(); });
window.addEventListener("beforeprint", pictures.showAll);
var chosen = store.recall("lang");
if (chosen && chosen !== lang()) { speak(chosen); }
views.show();
redraw();
store.fetchFile().then(function (text) {
  if (text === null) { return; }
  if (text.trim()) { decisions.load(text, true); }
  redraw();
});
performance.mark("facit-ready");
root.dataset.ready = "";
