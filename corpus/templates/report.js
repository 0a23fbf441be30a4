(function () {
  "use strict";
  var root = document.documentElement;
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };

  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang;
    document.title = document.querySelector("h1 ." + lang).textContent;
    all("option[data-sv], #language").forEach(function (e) { e.textContent = e.dataset[lang]; });
    all("input[data-sv]").forEach(function (e) { e.placeholder = e.dataset[lang]; });
    all("[data-label-sv]").forEach(function (e) {
      e.setAttribute("aria-label", lang === "sv" ? e.dataset.labelSv : e.dataset.labelEn);
    });
  }
  document.getElementById("language").addEventListener("click", function () {
    speak(root.dataset.lang === "sv" ? "en" : "sv");
  });

  // A link into a folded table opens it first.
  function unfold() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
    if (target && target.hidden) {
      filters.reset();
      target.scrollIntoView();
    }
  }

  var filters = document.getElementById("filters");
  if (filters) {
    var cards = all(".finding").map(function (card) {
      return { card: card, files: card.dataset.files.split(" "), text: card.textContent.toLowerCase() };
    });
    var search = document.getElementById("search");
    var kind = document.getElementById("kind");
    var report = document.getElementById("report");
    var boxes = all("#filters [name=severity]");
    var apply = function () {
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      var wanted = boxes.filter(function (b) { return b.checked; }).map(function (b) { return b.value; });
      var shown = 0;
      cards.forEach(function (c) {
        var keep = wanted.indexOf(c.card.dataset.severity) >= 0 &&
          (!kind.value || c.card.dataset.kind === kind.value) &&
          (!report.value || c.files.indexOf(report.value) >= 0) &&
          words.every(function (w) { return c.text.indexOf(w) >= 0; });
        c.card.hidden = !keep;
        shown += keep;
      });
      document.getElementById("shown").textContent = shown;
      document.getElementById("no-match").hidden = shown > 0;
    };
    filters.addEventListener("input", apply);
    filters.addEventListener("change", apply);
    filters.addEventListener("submit", function (e) { e.preventDefault(); });
    filters.addEventListener("reset", function () { setTimeout(apply); });
    apply();
  }
  window.addEventListener("hashchange", unfold);
  unfold();
  // Paper cannot be unfolded.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open])");
    folded.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (d) { d.open = false; }); });
})();
