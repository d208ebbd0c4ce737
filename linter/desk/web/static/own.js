// One's own form: a cell is changed where it stands, written into the file and judged anew; the page comes back at the same place.
(function () {
"use strict";
const { post, plain, say } = desk, body = document.body.dataset, $ = (id) => document.getElementById(id);
const path = "/f/" + body.form, AT = "own-at";
const items = [...document.querySelectorAll("#own li.x")], open = (cell) => cell.classList.contains("editing");

async function step(name, data, key) {
  document.body.classList.add("busy");
  try {
    const answer = await post(path + "/" + name, plain({ ...data, seen: body.seen }));
    sessionStorage.setItem(AT, JSON.stringify({ told: answer.told, key: key || "", y: window.scrollY }));
    location.reload();
  } catch (error) { say(error.message, true); document.body.classList.remove("busy"); }
}
function button(text, act, main) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (main) made.className = "main";
  made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
  return made;
}
function close(cell) {
  cell.classList.remove("editing");
  cell.querySelector(".editor").remove();
  cell.focus({ preventScroll: true });
}
const cellOf = (key) => [...document.querySelectorAll("td[data-key]")].find((cell) => cell.dataset.key === key);
function twinOf(cell) { // the same cell of the other half, while it says the same
  const key = cell.dataset.key, other = key.includes(".period") ? key.replace(".period", ".annual") : key.replace(".annual", ".period");
  const twin = other !== key && cellOf(other);
  return twin && twin.dataset.raw === cell.dataset.raw ? twin : null;
}
function edit(cell, draft, keep) {
  if (open(cell)) return;
  for (const other of document.querySelectorAll("td.editing")) close(other);
  const box = document.createElement("div"), field = document.createElement("textarea"), row = document.createElement("p");
  box.className = "editor";
  field.value = draft === undefined ? cell.dataset.raw : draft;
  field.rows = Math.min(8, Math.max(1, Math.ceil(field.value.length / 14)));
  field.setAttribute("aria-label", "改为");
  const twin = keep ? null : twinOf(cell), both = document.createElement("input");
  const save = () => {
    if (keep) keep(field.value);
    else if (field.value === cell.dataset.raw) close(cell);
    else step("edit", { key: cell.dataset.key, text: field.value, twin: twin && both.checked ? twin.dataset.key : "" }, cell.dataset.key);
  };
  row.append(button("保存", save, true), button("取消", () => close(cell)));
  if (twin) {
    const label = document.createElement("label");
    both.type = "checkbox";
    both.checked = true;
    label.append(both, twin.dataset.key.includes(".annual") ? "年度一并改" : "实施期一并改");
    row.append(label);
  }
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); } else if (event.key === "Escape") { event.preventDefault(); close(cell); }
  });
  box.append(field, row);
  cell.classList.add("editing");
  cell.append(box);
  field.focus();
  const blank = field.value.indexOf("__");
  if (blank < 0) field.select(); else field.setSelectionRange(blank, blank + 2);
}
function show(item) {
  pins.mark(item);
  const cell = pins.cells(item)[0];
  if (cell) cell.scrollIntoView({ block: "center", inline: "nearest" });
}
for (const item of items) {
  const cell = pins.cells(item).find((spot) => spot.dataset.key), row = document.createElement("p"), d = item.dataset;
  row.className = "acts";
  JSON.parse(d.offers || "[]").forEach((offer, choice) => {
    const there = offer.key && cellOf(offer.key), take = (text) => step("fix", { finding: d.id, choice, text: text || "" }, offer.key || (cell && cell.dataset.key));
    if (!offer.key) row.append(button("改为“" + offer.label + "”", () => take(), true));
    else if (there) row.append(button("改为“" + offer.label + "”", () => { show(item); edit(there, offer.draft, take); }));
  });
  if (cell) row.append(button("改这里", () => { show(item); edit(cell); }));
  if (row.firstChild) item.append(row);
  item.addEventListener("click", (event) => { if (!event.target.closest("a,button")) show(item); });
  for (const link of item.querySelectorAll(".y > a:not(.t)")) link.replaceWith(link.textContent);
}
$("own").addEventListener("click", (event) => {
  const link = event.target.closest("a.n"), cell = event.target.closest("td[data-key]");
  if (link && link.hash) { event.preventDefault(); const item = $(link.hash.slice(1)); if (item) { pins.mark(item); item.scrollIntoView({ block: "nearest" }); } } else if (cell && !event.target.closest("a,.editor") && !String(window.getSelection())) edit(cell);
});
$("own").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("td[data-key]")) { event.preventDefault(); edit(event.target); } });
if ($("spelling")) $("spelling").addEventListener("click", () => step("fix", { finding: "" }));
if ($("unedit")) $("unedit").addEventListener("click", () => step("unedit", {}));
const back = JSON.parse(sessionStorage.getItem(AT) || "null");
if (back) {
  sessionStorage.removeItem(AT);
  say(back.told + (items.length ? "。已重新检查" : "。已重新检查，未发现问题"));
  window.scrollTo(0, back.y);
  const cell = back.key && cellOf(back.key);
  if (cell) { cell.classList.add("fresh"); cell.focus({ preventScroll: true }); }
}
})();
