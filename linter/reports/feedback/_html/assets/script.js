(function () {
"use strict";
const root = document.documentElement, $ = (id) => document.getElementById(id), all = (selector, at) => [...(at || document).querySelectorAll(selector)];
root.classList.add("on");

// -- what is on the page -------------------------------------------------------------------------------------------------------
const forms = all("#forms article").map((el, at) => ({ el, at, unit: el.dataset.u, left: 0, text: null }));
const rows = new Map(all("#worklist tr[data-f]").map((el) => [el.dataset.f, el]));
const items = [];
for (const form of forms) {
  form.row = rows.get(form.el.id.slice(1));
  form.tells = [[form.row.lastElementChild, ""], [form.el.querySelector(".hits"), "处"]];
  form.items = all("li.x", form.el).map((el) => {
    const [, severity, code, state] = el.className.split(" ");
    return { el, form, severity, code, state: state || "", key: code + " " + el.dataset.k, at: 0 };
  });
  form.items.forEach((item) => { item.at = items.length; items.push(item); });
}
const byId = new Map(items.map((item) => [item.el.id, item]));

function stored(name, fallback) {
  try { return JSON.parse(localStorage.getItem(name)) || fallback; } catch (error) { return fallback; }
}
function keep(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch (error) { say("浏览器未允许保存，关闭前请导出审核结果。"); }
}
function say(text) { $("count").textContent = text; }

// -- filters: one style sheet hides findings, a class hides forms --------------------------------------------------------------
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];
const off = new Set(), choice = (id) => ($(id) ? $(id).value : "");
let query = "", shownItems = items;

function decisionOf(item) {
  const decided = decisions[item.key];
  return decided && decided.decision ? (decided.decision === "采纳" ? "yes" : "no") : "";
}
function wanted() {
  return { family: choice("family"), rule: choice("rule"), state: choice("state"), decided: choice("decided"), unit: choice("unit") };
}
function fits(item, want) {
  return !off.has(item.severity) && (!want.family || item.code.startsWith(want.family)) && (!want.rule || item.code === want.rule)
    && (!want.state || item.state === want.state) && (!want.decided || (decisionOf(item) || "open") === want.decided);
}
function hiding(want) {
  const hidden = [...off].map((letter) => "." + letter);
  if (want.family) hidden.push(':not([class*=" ' + CSS.escape(want.family) + '"])');
  if (want.rule) hidden.push(":not(." + CSS.escape(want.rule) + ")");
  if (want.state) hidden.push(":not(." + want.state + ")");
  if (want.decided) hidden.push(want.decided === "open" ? ":is(.yes,.no)" : ":not(." + want.decided + ")");
  return hidden.map((selector) => "#forms :is(.x,.many,a.n)" + selector + "{display:none}").join("");
}
function textOf(form) {
  if (form.text === null) form.text = form.el.textContent.toLowerCase();
  return form.text;
}

function apply() {
  const want = wanted(), narrow = off.size || want.family || want.rule || want.state || want.decided, hide = $("hide").checked || narrow;
  shownItems = [];
  for (const form of forms) form.left = 0;
  const fitting = items.filter((item) => fits(item, want));
  for (const item of fitting) item.form.left++;
  let count = 0;
  for (const form of forms) {
    form.off = !!((want.unit && form.unit !== want.unit) || (query && !textOf(form).includes(query)) || (hide && !form.left));
    if (!form.off) count++;
  }
  for (const item of fitting) if (!item.form.off) shownItems.push(item);
  const css = hiding(want);
  if (css !== apply.css) sheet.replaceSync(css);
  apply.css = css;
  for (const form of forms) {
    if (form.off !== form.wasOff) for (const el of [form.el, form.row]) el.classList.toggle("off", form.off);
    if (form.left !== form.told) for (const [el, unit] of form.tells) el.textContent = form.left + unit;
    form.wasOff = form.off;
    form.told = form.left;
  }
  $("empty").hidden = count > 0;
  say(shownItems.length + "处，" + count + "张表" + (forms.length > count ? "（另有" + (forms.length - count) + "张未显示）" : ""));
  mark();
}
function mark() {
  if (!window.Highlight) return;
  CSS.highlights.delete("find");
  if (!query) return;
  const hits = new Highlight();
  for (const form of forms) {
    if (form.off) continue;
    const walk = document.createTreeWalker(form.el, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node && hits.size < 500; node = walk.nextNode()) {
      const text = node.data.toLowerCase();
      for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, Math.min(at + query.length, node.length));
        hits.add(range);
      }
    }
  }
  CSS.highlights.set("find", hits);
}
for (const button of all(".sev")) {
  button.addEventListener("click", () => {
    const letter = button.dataset.v, hidden = !off.has(letter);
    if (hidden) off.add(letter); else off.delete(letter);
    button.setAttribute("aria-pressed", String(!hidden));
    apply();
  });
}
for (const id of ["family", "unit", "rule", "state", "decided", "hide"]) if ($(id)) $(id).addEventListener("change", apply);
let waiting = 0;
function search() {
  query = $("find").value.trim().toLowerCase();
  apply();
}
$("find").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
$("reset").addEventListener("click", () => {
  off.clear();
  for (const button of all(".sev")) button.setAttribute("aria-pressed", "true");
  for (const select of all("#filters select")) select.value = "";
  $("hide").checked = false;
  $("find").value = "";
  search();
});
$("more").addEventListener("click", () => {
  $("more").setAttribute("aria-expanded", String($("bar").classList.toggle("shown")));
  measure();
});

// -- the current finding -------------------------------------------------------------------------------------------------------
const decisions = Object.assign(Object.create(null), stored("jixiao.decisions", {}));
let current = null;
const idle = "点选单元格旁的编号，或按 j 逐处查看。";

function reveal(el) {
  const box = el.closest("article");
  if (box) {
    box.classList.remove("off");
    box.style.contentVisibility = "visible"; // its true height, before anything scrolls to it
    forms[+box.id.slice(1) - 1].wasOff = null;
  }
  el.scrollIntoView({ block: "center", inline: "nearest" });
}
function select(item, how) {
  current = item;
  pins.mark(item.el);
  const cells = pins.cells(item.el), badge = pins.badge(item.el);
  show();
  if (how !== "stay") reveal(cells[0] || badge || item.el);
  if (badge && how !== "stay") badge.focus({ preventScroll: true });
}
function show() {
  const item = current, box = $("inspector");
  box.hidden = false;
  box.classList.toggle("idle", !item);
  root.classList.toggle("open", !!item);
  if (!item) { $("shown").textContent = idle; $("form").textContent = ""; return; }
  const at = shownItems.indexOf(item);
  $("where").textContent = at >= 0 ? "第" + (at + 1) + "处，共" + shownItems.length + "处" : "不在筛选范围内";
  $("form").textContent = item.form.el.querySelector("h3").firstChild.nextSibling.data;
  $("shown").className = item.severity;
  $("shown").replaceChildren(...pins.words(item.el));
  const decided = decisions[item.key] || { decision: "", reason: "" };
  for (const radio of all("#triage input")) radio.checked = radio.value === decided.decision;
  $("reason").value = decided.reason;
  $("need").hidden = decided.decision !== "不采纳" || !!decided.reason.trim();
}
function step(by) {
  if (!shownItems.length) return;
  let to = 0;
  if (current) {
    const at = shownItems.indexOf(current);
    if (at >= 0) to = at + by;
    else { to = shownItems.findIndex((item) => item.at > current.at); to = by > 0 ? to : (to < 0 ? shownItems.length : to) - 1; }
  } else if (by < 0) to = shownItems.length - 1;
  if (to >= 0 && to < shownItems.length) select(shownItems[to]);
}
function stepForm(by) {
  const list = shownItems.filter((item, at) => !at || shownItems[at - 1].form !== item.form);
  const at = current ? list.findIndex((item) => item.form === current.form) : by > 0 ? -1 : list.length;
  if (list[at + by]) select(list[at + by]);
}
function close() {
  const badge = current && pins.badge(current.el);
  current = null;
  pins.unmark();
  show();
  if (badge) badge.focus({ preventScroll: true });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || !link.hash) return;
  const item = link.classList.contains("n") && byId.get(link.hash.slice(1)), target = $(link.hash.slice(1));
  if (item) { event.preventDefault(); select(item, "badge"); } else if (link.classList.contains("t") && target) {
    event.preventDefault();
    reveal(target);
    target.classList.add("rel");
    if (target.tagName !== "TD") { target.tabIndex = -1; target.focus({ preventScroll: true }); }
  } else {
    const row = link.closest("tr[data-f]");
    if (row && target) { event.preventDefault(); reveal(target.querySelector("h3")); target.tabIndex = -1; target.focus({ preventScroll: true }); }
  }
});
for (const id of ["prev", "next"]) {
  for (const button of [$(id), ...all("#inspector ." + id)]) button.addEventListener("click", () => step(id === "next" ? 1 : -1));
}
$("close").addEventListener("click", close);

// -- decisions -----------------------------------------------------------------------------------------------------------------
function paint(item) {
  const decided = decisions[item.key];
  pins.paint(item.el, decisionOf(item), decided ? "处理：" + decided.decision + (decided.reason ? "，" + decided.reason : "") : "");
}
function decide(item, decision, reason) {
  if (decision) decisions[item.key] = { decision, reason }; else delete decisions[item.key];
  for (const other of items) if (other.key === item.key) paint(other);
  keep("jixiao.decisions", decisions);
  $("need").hidden = decision !== "不采纳" || !!reason.trim();
}
function fromPanel() {
  const picked = document.querySelector("#triage input:checked");
  if (current) decide(current, picked ? picked.value : "", $("reason").value);
}
for (const radio of all("#triage input")) radio.addEventListener("change", () => { fromPanel(); if (radio.value === "不采纳") $("reason").focus(); });
$("reason").addEventListener("input", fromPanel);

function exported() {
  return items.filter(decisionOf).filter((item, at, list) => list.findIndex((other) => other.key === item.key) === at).map((item) => {
    const decided = decisions[item.key];
    return { rule: item.code, fingerprint: item.el.dataset.k, decision: decided.decision, reason: decided.reason.trim(), by: $("by").value.trim() };
  });
}
$("export").addEventListener("click", () => {
  const list = exported(), bare = list.filter((row) => row.decision === "不采纳" && !row.reason).length;
  $("by").value = stored("jixiao.by", "");
  $("saved").textContent = list.length
    ? "已处理" + list.length + "处，其中采纳" + list.filter((row) => row.decision === "采纳").length + "处。" + (bare ? "有" + bare + "处不采纳未写理由，再次检查时仍会提出。" : "")
    : "尚未处理任何一处。";
  $("saving").showModal();
});
$("save").addEventListener("click", () => {
  keep("jixiao.by", $("by").value.trim());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ decisions: exported() }, null, 2) + "\n"], { type: "application/json" }));
  link.download = "审核结果.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  $("saving").close();
});
$("import").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file) return;
  let list = null;
  try {
    const data = JSON.parse((await file.text()).replace(/^\ufeff/, ""));
    list = Array.isArray(data) ? data : data.decisions;
  } catch (error) { list = null; }
  if (!Array.isArray(list) || !list.every((row) => row && row.rule && row.fingerprint)) { say("“" + file.name + "”不是审核结果文件。"); return; }
  const known = new Map(items.map((item) => [item.key, item]));
  let taken = 0;
  for (const row of list) {
    const item = known.get(row.rule + " " + row.fingerprint);
    if (item) { decide(item, row.decision || "不采纳", String(row.reason || "")); taken++; }
  }
  apply();
  if (current) show();
  say("已导入" + taken + "处" + (list.length > taken ? "，" + (list.length - taken) + "处不在本报告中。" : "。"));
});

// -- keyboard, theme, dialogs, sorting -----------------------------------------------------------------------------------------
for (const [open, dialog, shut] of [["helping", "help", "closehelp"], [null, "saving", "closesaving"]]) {
  if (open) $(open).addEventListener("click", () => $(dialog).showModal());
  $(shut).addEventListener("click", () => $(dialog).close());
}
const keys = {
  j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), J: () => stepForm(1), K: () => stepForm(-1),
  "/": () => $("find").focus(), "?": () => $("help").showModal(),
  a: () => { if (current) { decide(current, "采纳", $("reason").value); show(); } },
  x: () => { if (current) { decide(current, "不采纳", $("reason").value); show(); $("reason").focus(); } },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]):not([type=file]),textarea,select");
  if (event.key === "Escape") {
    if (typing && event.target.id !== "find") event.target.blur();
    else if (typing || (!current && query)) { $("find").value = ""; search(); $("find").blur(); } else if (current) close();
  } else if (!typing && Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
});
themed($("theme"), stored, keep);
$("print").addEventListener("click", () => window.print());
for (const head of all("#worklist th[scope=col]")) {
  const numeric = head.dataset.sort === "n", at = head.cellIndex, button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  const value = (row) => row.cells[at].textContent.replaceAll(",", "");
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of all("#worklist th[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const order = numeric ? (a, b) => (parseFloat(value(a)) || 0) - (parseFloat(value(b)) || 0) : (a, b) => value(a).localeCompare(value(b), "zh");
    head.closest("table").tBodies[0].append(...[...rows.values()].sort((a, b) => (up ? order(a, b) : order(b, a))));
  });
}
function measure() { root.style.setProperty("--bar", $("bar").offsetHeight + "px"); }
window.addEventListener("resize", measure);
measure();
items.filter(decisionOf).forEach(paint);
apply();
show();
const linked = byId.get(location.hash.slice(1));
if (linked) select(linked);
})();
