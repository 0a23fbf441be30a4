// The page's data and the small things every other part uses.
var root = document.documentElement;
var DATA = JSON.parse(document.getElementById("data").textContent);
var SVG = "http://www.w3.org/2000/svg";

function byId(id) { return document.getElementById(id); }
function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
function lang() { return root.dataset.lang; }

// A word of words.csv in the language shown; %n is replaced by a number.
function say(word, n) {
  var both = DATA.words[word] || [word, word];
  return both[lang() === "sv" ? 0 : 1].replace("%n", n);
}

function make(tag, className, text) {
  var element = document.createElement(tag);
  if (className) { element.className = className; }
  if (text !== undefined) { element.textContent = text; }
  return element;
}

var hush;
function tell(message) {
  byId("notice").textContent = message;
  clearTimeout(hush);
  hush = setTimeout(function () { byId("notice").textContent = ""; }, 6000);
}

// Local date and time to the minute, as decisions are dated.
function now() {
  var t = new Date();
  var two = function (n) { return String(n).padStart(2, "0"); };
  return t.getFullYear() + "-" + two(t.getMonth() + 1) + "-" + two(t.getDate()) + " " + two(t.getHours()) + ":" + two(t.getMinutes());
}

// Parts of the page that redraw themselves when decisions or the language change.
var redraws = [];
function redraw() { redraws.forEach(function (f) { f(); }); }

function speak(to) {
  root.dataset.lang = to;
  root.lang = to;
  document.title = say("title");
  byId("language").lang = to === "sv" ? "en" : "sv";
  all("option[data-sv], #language").forEach(function (e) { e.textContent = e.dataset[to]; });
  all("input[data-sv]").forEach(function (e) { e.placeholder = e.dataset[to]; });
  all("[data-label-sv]").forEach(function (e) { e.setAttribute("aria-label", to === "sv" ? e.dataset.labelSv : e.dataset.labelEn); });
  store.remember("lang", to);
  redraw();
}
