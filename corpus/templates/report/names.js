// Questions about names: the same keys as findings, one card after another.
var names = {
  begin: function () {
    document.addEventListener("focusin", function (e) {
      var card = e.target.closest(".question");
      if (card) { names.mark(card); }
    });
  },

  cards: function () { return all(".question"); },
  mark: function (card) { names.cards().forEach(function (c) { c.classList.toggle("current", c === card); }); },

  open: function (target) {
    var card = target && target.matches(".question") ? target : null;
    if (card) { names.mark(card); card.focus(); card.scrollIntoView({ block: "center" }); return; }
    if (!document.querySelector(".question.current") && names.cards().length) { names.mark(names.cards()[0]); }
  },

  step: function (by) {
    var cards = names.cards(), n = cards.findIndex(function (c) { return c.classList.contains("current"); });
    var to = cards[Math.min(Math.max(n + by, 0), cards.length - 1)];
    if (to) { names.mark(to); to.focus({ preventScroll: true }); to.scrollIntoView({ block: "center" }); }
  }
};
