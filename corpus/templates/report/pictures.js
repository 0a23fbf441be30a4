// Pictures are decoded when they come near the window, and all of them before printing.
var pictures = {
  begin: function () {
    var near = new IntersectionObserver(function (seen) {
      seen.forEach(function (s) { if (s.isIntersecting) { near.unobserve(s.target); pictures.show(s.target); } });
    }, { rootMargin: "400px" });
    all(".picture").forEach(function (p) { near.observe(p); });
    document.addEventListener("click", function (e) {
      var button = e.target.closest(".enlarge");
      if (button) { pictures.enlarge(button); }
    });
  },

  show: function (svg) {
    var image = svg.querySelector("image");
    if (image.hasAttribute("href")) { return; }
    var block = byId("picture-" + image.dataset.picture);
    image.setAttribute("href", "data:" + block.dataset.media + ";base64," + block.textContent);
  },

  showAll: function () { all(".picture").filter(function (p) { return !p.closest(".out"); }).forEach(pictures.show); },

  enlarge: function (button) {
    var paper = button.closest("figure").querySelector(".paper");
    button.setAttribute("aria-pressed", String(paper.classList.toggle("large")));
  },

  // Scrolls every picture of an article to what is marked on it; its headings stay in sight where they can.
  seek: function (article) {
    all(".paper", article).forEach(function (paper) {
      var first = paper.querySelector(".suspect") || paper.querySelector(".mark");
      if (!first) { return; }
      paper.scrollTo(0, 0);
      var at = first.getBoundingClientRect(), frame = paper.getBoundingClientRect();
      paper.scrollTo(
        at.right > frame.right - 8 ? at.left - frame.left - frame.width / 2 : 0,
        at.bottom > frame.bottom - 8 ? at.top - frame.top - frame.height / 2 : 0
      );
    });
  },

  // Shows what an answer would change: [obs_id, printed, proposed sv, proposed en]
  propose: function (article, changes) {
    all(".proposal", article).forEach(function (g) { g.remove(); });
    all(".mark.chosen", article).forEach(function (m) { m.classList.remove("chosen"); });
    changes.forEach(function (c) {
      all(".mark", article).filter(function (m) { return c[0] && m.dataset.obs === c[0]; }).forEach(function (m) {
        m.classList.add("chosen");
        if (!m.closest("[transform]")) { m.parentNode.appendChild(pictures.label(m, c[lang() === "sv" ? 2 : 3])); }
      });
    });
  },

  label: function (mark, text) {
    var number = function (name) { return Number(mark.getAttribute(name)); };
    var box = mark.ownerSVGElement.viewBox.baseVal, width = 6.2 * text.length + 9;
    var x = Math.max(box.x, Math.min(number("x") + number("width") + 3, box.x + box.width - 1) - width);
    var y = Math.max(number("y") - 9, box.y + 1);
    var group = document.createElementNS(SVG, "g"), back = document.createElementNS(SVG, "rect"), words = document.createElementNS(SVG, "text");
    group.setAttribute("class", "proposal");
    Object.entries({ x: x, y: y, width: width, height: 13, rx: 3 }).forEach(function (a) { back.setAttribute(a[0], a[1]); });
    words.setAttribute("x", x + width / 2);
    words.setAttribute("y", y + 9.8);
    words.setAttribute("text-anchor", "middle");
    words.textContent = text;
    group.append(back, words);
    return group;
  }
};
