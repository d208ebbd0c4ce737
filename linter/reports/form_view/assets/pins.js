// A drawn form's pins: which cells a finding stands on, marked while it is the current one, with the part in question.
const pins = (() => {
"use strict";
const byId = (id) => document.getElementById(id), within = (selector, at) => [...(at || document).querySelectorAll(selector)];

// Every function takes the finding's list item.
function cells(item) { return (item.dataset.c || "").split(" ").filter(Boolean).map(byId); }
function related(item) {
  return within("a.t", item).map((link) => byId(link.hash.slice(1))).filter((cell) => cell && cell.tagName === "TD");
}
function badge(item) { return item.closest("article").querySelector('a.n[href="#' + item.id + '"]'); }
function quote(item) {
  if (!window.Highlight) return;
  CSS.highlights.delete("quote");
  const cell = item && cells(item)[0], node = cell && cell.firstChild;
  if (!item || !item.dataset.s || !node || node.nodeType !== 3) return;
  const [start, end] = item.dataset.s.split(",").map(Number), letters = Array.from(node.data);
  const range = new Range();
  range.setStart(node, letters.slice(0, start).join("").length);
  range.setEnd(node, letters.slice(0, end).join("").length);
  CSS.highlights.set("quote", new Highlight(range));
}
function unmark() {
  for (const el of within(".cur,.rel")) el.classList.remove("cur", "rel");
  quote(null);
}
function mark(item) {
  unmark();
  item.classList.add("cur");
  for (const cell of cells(item)) cell.classList.add("cur");
  for (const cell of related(item)) cell.classList.add("rel");
  quote(item);
}
// What was decided, on the item and on its badges: state is yes, no or "".
function paint(item, state, text) {
  for (const el of [item, ...within('a.n[href="#' + item.id + '"]', item.closest("article"))]) {
    el.classList.toggle("yes", state === "yes");
    el.classList.toggle("no", state === "no");
  }
  let note = item.querySelector(".mine");
  if (!state) { if (note) note.remove(); return; }
  if (!note) { note = document.createElement("p"); note.className = "mine"; item.append(note); }
  note.textContent = text;
}
// The finding's own words, for a panel.
function words(item) {
  const copy = item.cloneNode(true), old = copy.querySelector(".mine");
  if (old) old.remove();
  return [...copy.children];
}
return { cells, badge, unmark, mark, paint, words };
})();
