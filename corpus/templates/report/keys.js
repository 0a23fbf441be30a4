// The keyboard: one letter each, never while something is being written.
var keys = {
  begin: function () {
    byId("help").addEventListener("click", function () { byId("keys").showModal(); });
    document.addEventListener("keydown", keys.pressed);
  },

  pressed: function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) { return; }
    var writing = e.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (writing) {
      if (e.key === "Escape" || (e.key === "Enter" && e.target.closest(".verdict"))) { e.target.blur(); e.preventDefault(); }
      return;
    }
    var act = keys.of(e.key.length === 1 ? e.key.toLowerCase() : e.key);
    if (act) { e.preventDefault(); act(); }
  },

  of: function (key) {
    var view = root.dataset.view, form = answers.current();
    if (key === "?") { return function () { byId("keys").showModal(); }; }
    if (key === "s") { return ledger.save; }
    if (key === "/" && byId("q")) { return function () { if (view !== "findings") { views.go("findings"); views.show(); } byId("q").focus(); }; }
    if (key === "j" || key === "k") {
      var by = key === "j" ? 1 : -1;
      if (view === "names") { return function () { names.step(by); }; }
      return view === "findings" ? function () { findings.step(by); } : null;
    }
    if (key === "n" && view === "findings") { return findings.nextOpen; }
    if (!form) { return null; }
    if (/^[0-4u]$/.test(key) && form.querySelector("[name=answer][value='" + key + "']")) { return function () { answers.choose(form, key); }; }
    if (key === "e" && form.querySelector("[value=own]")) { return function () { answers.choose(form, "own"); }; }
    if (key === "c") { return function () { form.elements.why.focus(); }; }
    if (key === "z" && !form.querySelector(".undo").hidden) { return function () { decisions.undo(answers.id(form)); }; }
    var batch = form.querySelector(".batch");
    if (key === "b" && batch && !batch.hidden) { return function () { ledger.ask(batch.dataset.alike); }; }
    return null;
  }
};
