const desk = (() => {
"use strict";
const root = document.documentElement, $ = (id) => document.getElementById(id), all = (selector, at) => [...(at || document).querySelectorAll(selector)];
root.classList.add("on");
const csrf = document.querySelector("meta[name=csrf]").content, batch = document.body.dataset.batch || "";
const plain = (data) => new URLSearchParams(Object.entries(data));
function stored(name, fallback) { try { return JSON.parse(localStorage.getItem(name)) || fallback; } catch (error) { return fallback; } }
function keep(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch (error) { /* not allowed: nothing is lost */ } }

function say(text, bad) {
  $("said").textContent = text;
  $("said").hidden = !text;
  $("said").classList.toggle("bad", !!bad);
}
async function post(path, body) {
  let answer;
  try { answer = await fetch(path, { method: "POST", body, headers: { "x-csrf": csrf } }); } catch (error) { throw new Error("审核台没有应答，可能已关闭；刚才这一步没有保存"); }
  let data = {};
  try { data = await answer.json(); } catch (error) { data = { error: "审核台拒绝了这一步，请刷新页面" }; }
  if (!answer.ok) throw new Error(data.error || "没有保存");
  return data;
}

// -- theme, reviewer, questions ------------------------------------------------------------------------------------------------
themed($("theme"), stored, keep);
if ($("reviewer")) $("reviewer").addEventListener("change", () => post("/reviewer", plain({ name: $("reviewer").value })).catch((error) => say(error.message, true)));
for (const form of all("form.ask")) form.addEventListener("submit", (event) => { if (!window.confirm(form.dataset.ask)) event.preventDefault(); });

// -- files come in -------------------------------------------------------------------------------------------------------------
const drop = $("drop"), AT_ONCE = 4, MOST = 200 * 2 ** 20, FIRST = 2, TOGETHER = 20, TOGETHER_SIZE = 4 * 2 ** 20;
async function entriesOf(entry, path) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file((file) => done([file, path + file.name]), fail))];
  const reader = entry.createReader(), files = [];
  for (;;) {
    const entries = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!entries.length) break;
    for (const inner of entries) files.push(...await entriesOf(inner, path + entry.name + "/"));
  }
  return files;
}
async function filled(table, address) { // the rows of a worklist as they are now
  let answer;
  try { answer = await fetch(address + (address.includes("?") ? "&" : "?") + "part=rows"); } catch (error) { return false; } // the page is left, or asks again
  if (answer.ok) table.tBodies[0].replaceChildren(...new DOMParser().parseFromString("<table>" + await answer.text() + "</table>", "text/html").querySelector("tbody").children);
  return !!table.querySelector("[data-form]");
}
async function early(target, lanes) { // what is checked already, while files still go out
  let going = true;
  lanes.then(() => { going = false; });
  const table = $("early");
  for (;;) {
    await new Promise((done) => setTimeout(done, 300));
    if (!going) return;
    table.hidden = !await filled(table, "/b/" + target);
  }
}
async function send(files) {
  if (!files.length) return;
  const told = $("sending");
  let target = drop.dataset.target, sent = 0;
  const refused = [];
  try {
    if (!target) {
      const made = { name: drop.elements.name.value, kind: drop.elements.kind.value };
      if (drop.elements.previous) made.previous = drop.elements.previous.value;
      target = (await post("/batches", plain(made))).batch;
    }
    const waiting = [...files];
    const together = () => { // small files share a request; the first are few, so that checking begins at once
      const share = [], most = sent || waiting.length < files.length ? TOGETHER : FIRST;
      for (let size = 0; waiting.length && share.length < most && (!share.length || size + waiting[0][0].size <= TOGETHER_SIZE);) {
        const next = waiting.shift();
        if (next[0].size > MOST) { refused.push(next[1] + "：超过 200 MB 的上限"); continue; }
        share.push(next);
        size += next[0].size;
      }
      return share;
    };
    const lane = async () => {
      for (let share = together(); share.length; share = together()) {
        const body = new FormData();
        for (const [file, name] of share) body.append("file", file, name);
        try { refused.push(...(await post("/b/" + target + "/upload", body)).refused); } catch (error) { refused.push(...share.map(([, name]) => name + "：" + error.message)); }
        sent += share.length;
        told.textContent = "已上传 " + sent + "/" + files.length + "：" + share[share.length - 1][1];
      }
    };
    const lanes = Promise.all(Array.from({ length: AT_ONCE }, lane));
    if ($("early")) early(target, lanes);
    await lanes;
    location.href = "/b/" + target + (refused.length ? "?told=" + encodeURIComponent(refused.length + "个文件未收下：" + refused.slice(0, 2).join("；")) : "");
  } catch (error) { told.textContent = error.message; }
}
if (drop) {
  for (const input of all("input[type=file]", drop)) input.addEventListener("change", () => send([...input.files].map((file) => [file, file.webkitRelativePath || file.name])));
  drop.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean), files = [];
    for (const entry of entries) files.push(...await entriesOf(entry, ""));
    send(files);
  });
}

// -- results come in -----------------------------------------------------------------------------------------------------------
let known = -1;
async function watch() {
  let state;
  try { state = await (await fetch("/b/" + batch + "/progress")).json(); } catch (error) { $("far").textContent = "审核台没有应答，可能已关闭"; setTimeout(watch, 3000); return; }
  if (state.error) { say(state.error, true); return; }
  const bar = $("progress").querySelector("progress");
  bar.max = state.originals || 1;
  bar.value = state.done;
  $("progress").hidden = false;
  $("far").textContent = (state.trouble ? state.trouble + "；" : "") + "已检查 " + state.done + "/" + state.originals + " 个文件，" + state.forms + "张表"
    + (state.reading.length ? "；正在读 " + state.reading[0] : state.finished ? "" : "；正在核对各表之间");
  if ($("left")) $("left").textContent = state.undecided;
  if (state.done !== known || state.finished) {
    known = state.done;
    const rows = $("rows");
    if (rows && !all("input:checked", rows).length) await filled(rows, rows.dataset.part);
  }
  if (state.finished) {
    if (state.unread && $("rows") || document.body.dataset.busy === "own") location.reload(); else $("progress").hidden = true;
  } else setTimeout(watch, state.forms ? 400 : 100);
}
if (document.body.dataset.busy && $("progress")) watch();

// -- lists ---------------------------------------------------------------------------------------------------------------------
const rows = $("rows") || $("lines");
let at = -1;
function move(by) {
  const list = all("tbody tr", rows);
  if (!list.length) return;
  at = Math.min(list.length - 1, Math.max(0, at + by));
  for (const row of list) row.classList.toggle("at", row === list[at]);
  list[at].scrollIntoView({ block: "nearest" });
  const link = list[at].querySelector("a");
  if (link) link.focus({ preventScroll: true });
}
if ($("every")) $("every").addEventListener("change", () => { for (const box of all("tbody input[type=checkbox]", rows)) box.checked = $("every").checked; });
if ($("bulk")) {
  $("bulk").addEventListener("submit", (event) => {
    const form = $("bulk"), unchosen = $("rows") && !all("tbody input:checked", rows).length;
    if (unchosen) { event.preventDefault(); say("请先选中要处理的表", true); } else if (form.elements.decision.value === "不采纳" && !form.elements.reason.value.trim()) { event.preventDefault(); say("不采纳需写明理由", true); form.elements.reason.focus(); }
  });
}
async function decideLine(decision) {
  const row = all("tbody tr", rows)[at];
  if (!row || !row.dataset.id) { say("先按 j 选一条意见", true); return; }
  const reason = decision === "不采纳" ? window.prompt("不采纳的理由") : "";
  if (reason === null) return;
  try {
    const state = await post("/d/" + row.dataset.id, plain({ decision, reason, version: row.dataset.version }));
    row.dataset.version = state.version;
    row.querySelector(".said").textContent = state.decision + (state.reason ? "：" + state.reason : "");
    $("left").textContent = state.undecided;
    move(1);
  } catch (error) { say(error.message, true); }
}

// -- a form --------------------------------------------------------------------------------------------------------------------
const items = all("#forms li.x"), off = new Set();
let current = null, pending = "";
const stateOf = (item) => ({ "采纳": "yes", "改写": "yes", "不采纳": "no" }[item.dataset.decision] || "");
const shown = () => items.filter((item) => !item.classList.contains("off"));
const REASONS = ["合同或协议已约定", "上级文件有规定", "系统格式所限", "已与单位核实，情况属实", "不影响考核"];

function paint(item) {
  const d = item.dataset, said = d.decision === "改写" ? "改写为：" + d.wording : d.decision + (d.reason ? "，" + d.reason : "");
  pins.paint(item, stateOf(item), "处理：" + said + (d.by ? "（" + d.by + "）" : "") + (+d.carried ? "，沿用以前的处理" : "") + (+d.own ? "，自拟" : ""));
}
function narrow() {
  const open = $("onlyopen").checked;
  for (const item of items) {
    const hide = off.has(item.classList[1]) || (open && !!item.dataset.decision && item !== current);
    item.classList.toggle("off", hide);
    for (const badge of all('a.n[href="#' + item.id + '"]', item.closest("article"))) badge.classList.toggle("off", hide);
  }
  if (current && current.classList.contains("off")) close();
  if (current) show();
}
function select(item, stay) {
  current = item;
  pins.mark(item);
  show();
  const cell = pins.cells(item)[0], badge = pins.badge(item);
  if (!stay) (cell || badge || item).scrollIntoView({ block: "center", inline: "nearest" });
  if (badge) badge.focus({ preventScroll: true });
}
function show() {
  const box = $("inspector");
  box.classList.toggle("idle", !current);
  root.classList.toggle("open", !!current);
  asking("");
  if (!current) { $("shown").textContent = "点选单元格旁的编号，或按 j 逐处查看；点选单元格可写自己的意见。"; return; }
  const list = shown(), d = current.dataset;
  $("where").textContent = "第" + (list.indexOf(current) + 1) + "处，共" + list.length + "处";
  $("shown").className = current.classList[1];
  $("shown").replaceChildren(...pins.words(current));
  for (const button of all("#triage [data-d]")) button.setAttribute("aria-pressed", String(button.dataset.d === (d.decision || "")));
  $("state").textContent = d.decision ? (d.wording || d.reason || "") + (d.by ? "　" + d.by : "") + (d.at ? "　" + d.at.slice(0, 16).replace("T", " ") : "") + (+d.carried ? "　沿用" : "") : "";
  $("remove").hidden = !+d.own;
}
function close() { current = null; pins.unmark(); show(); }
function step(by) {
  const list = shown();
  if (!list.length) return;
  const place = current ? list.indexOf(current) + by : by > 0 ? 0 : list.length - 1;
  if (place >= 0 && place < list.length) select(list[place]);
}
function nextOpen() {
  const list = shown(), from = current ? list.indexOf(current) + 1 : 0;
  const open = [...list.slice(from), ...list.slice(0, from)].find((item) => !item.dataset.decision && item !== current);
  if (open) select(open); else if ($("next")) location.href = $("next").href;
}
function asking(decision) {
  pending = decision;
  $("because").hidden = !decision;
  if (!decision) return;
  $("ask").textContent = (decision === "改写" ? "改写为" : "不采纳的理由") + "（回车确定，Shift+回车换行）";
  const now = current.dataset;
  $("reason").value = decision === "改写" ? now.wording || (current.querySelector("p").lastChild.textContent + ((current.querySelector(".g") || {}).textContent || "")) : now.reason || "";
  $("quick").replaceChildren(...(decision === "不采纳" ? REASONS : []).map((text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => { $("reason").value = text; $("because").requestSubmit(); });
    return button;
  }));
  $("reason").focus();
}
function take(item, state) {
  for (const name of ["version", "decision", "reason", "wording", "carried"]) item.dataset[name] = state[name];
  item.dataset.by = state.reviewer;
  item.dataset.at = state.decided;
  paint(item);
  $("here").textContent = state.left;
  $("left").textContent = state.undecided;
  const open = items.filter((each) => !each.dataset.decision).length;
  $("status").textContent = !open ? "已审" : open === items.length ? "未审" : "在审";
}
async function decide(decision, reason, wording) {
  const item = current;
  if (!item) return;
  try {
    take(item, await post("/d/" + item.dataset.id, plain({ decision, reason, wording, version: item.dataset.version })));
    say("");
    if (decision) nextAfter(item); else show();
  } catch (error) { say(error.message, true); }
}
function nextAfter(item) {
  const list = items.filter((each) => each === item || !each.classList.contains("off")), rest = list.slice(list.indexOf(item) + 1);
  const open = rest.find((each) => !each.dataset.decision);
  if (open) select(open); else { select(item, true); $("where").textContent += "；其后没有未定的了"; }
  if ($("onlyopen").checked) narrow();
}
async function undo() {
  try {
    const undone = await post("/b/" + batch + "/undo", plain({}));
    if (!undone.count) { say("没有可撤销的处理"); return; }
    const item = undone.state && items.find((each) => +each.dataset.id === undone.state.id);
    if (item) { take(item, undone.state); select(item); say("已撤销这一处"); } else location.href = undone.form ? "/f/" + undone.form + "?told=" + encodeURIComponent("已撤销" + undone.count + "处") : location.pathname + "?told=" + encodeURIComponent("已撤销" + undone.count + "处");
  } catch (error) { say(error.message, true); }
}
function write(cell) {
  $("remark").dataset.key = cell.dataset.key;
  $("spot").textContent = "“" + (cell.firstChild ? cell.firstChild.textContent.trim().slice(0, 80) : "") + "”";
  $("message").value = $("advice").value = "";
  $("writing").showModal();
}
if ($("inspector")) {
  for (const link of all("#forms .y > a:not(.t)")) link.replaceWith(link.textContent); // the report's list of rules is not here
  items.filter((item) => item.dataset.decision).forEach(paint);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n"), cell = event.target.closest("td[data-key]");
    if (link && link.hash) { event.preventDefault(); const item = $(link.hash.slice(1)); if (item) select(item, true); } else if (cell && !event.target.closest("a") && !String(window.getSelection())) write(cell);
  });
  for (const button of all(".sev")) button.addEventListener("click", () => {
    const letter = button.dataset.v, hidden = !off.has(letter);
    if (hidden) off.add(letter); else off.delete(letter);
    button.setAttribute("aria-pressed", String(!hidden));
    narrow();
  });
  $("onlyopen").addEventListener("change", narrow);
  $("close").addEventListener("click", close);
  for (const button of all("#inspector .prev")) button.addEventListener("click", () => step(-1));
  for (const button of all("#inspector .next")) button.addEventListener("click", () => step(1));
  for (const button of all("#triage [data-d]")) button.addEventListener("click", () => choose(button.dataset.d));
  $("because").addEventListener("submit", (event) => { event.preventDefault(); decide(pending, pending === "改写" ? "" : $("reason").value, pending === "改写" ? $("reason").value : ""); });
  $("dismiss").addEventListener("click", () => asking(""));
  $("reason").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("because").requestSubmit(); } });
  $("nowriting").addEventListener("click", () => $("writing").close());
  $("remark").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = $("remark");
    try {
      const made = await post("/f/" + form.dataset.form + "/remark", plain({ key: form.dataset.key, message: $("message").value, advice: $("advice").value }));
      history.replaceState(null, "", "#finding-" + made.finding);
      location.reload();
    } catch (error) { $("spot").textContent = error.message; }
  });
  $("remove").addEventListener("click", async () => {
    try { await post("/d/" + current.dataset.id + "/remove", plain({})); location.reload(); } catch (error) { say(error.message, true); }
  });
  $("helping").addEventListener("click", () => $("help").showModal());
  $("closehelp").addEventListener("click", () => $("help").close());
  const wanted = location.hash.startsWith("#finding-") && items.find((item) => item.dataset.id === location.hash.slice(9));
  if (wanted) select(wanted); else if (location.hash === "#open" || document.referrer) { const first = items.find((item) => !item.dataset.decision); if (first) select(first, true); }
}
async function beside() {
  const box = $("sight"), open = box.hidden;
  if (open && !box.firstChild) {
    const answer = await fetch(box.dataset.from);
    box.append(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("section, main"));
    for (const button of all("[data-turn]", box)) button.addEventListener("click", () => {
      const picture = box.querySelector("img"), to = +picture.dataset.page + +button.dataset.turn;
      if (to < 1) return;
      picture.dataset.page = to;
      picture.src = "/o/" + picture.dataset.original + "/page/" + to;
      box.querySelector(".turn b").textContent = to;
    });
  }
  box.hidden = !open;
  box.parentElement.classList.toggle("two", open);
  $("beside").setAttribute("aria-pressed", String(open));
}
if ($("beside")) $("beside").addEventListener("click", beside);
function choose(decision) {
  if (!current) {
    const first = shown().find((item) => !item.dataset.decision);
    if (first) { select(first); say("先看这一处，再按一次处理"); } else say("没有未定的意见；点选编号后再处理", true);
    return;
  }
  if (decision === "采纳" || decision === "") decide(decision, "", ""); else asking(decision);
}

// -- keyboard ------------------------------------------------------------------------------------------------------------------
const go = (id) => { if ($(id)) location.href = $(id).href; };
const onForm = !!$("inspector");
const keys = onForm ? {
  j: () => step(1), k: () => step(-1), a: () => choose("采纳"), x: () => choose("不采纳"), e: () => choose("改写"), n: nextOpen, u: undo,
  o: beside, J: () => go("after"), K: () => go("before"), "?": () => $("help").showModal(),
} : rows ? {
  j: () => move(1), k: () => move(-1), n: () => go("next"), u: () => $("undo").requestSubmit(),
  "/": () => document.querySelector("input[type=search]").focus(),
  a: () => { if ($("lines")) decideLine("采纳"); }, x: () => { if ($("lines")) decideLine("不采纳"); else { const row = all("tbody tr", rows)[at], box = row && row.querySelector("input"); if (box) box.checked = !box.checked; } },
} : {};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]),textarea,select");
  if (event.key === "Escape") {
    if (typing) { event.target.blur(); if (pending) asking(""); } else if (current) close(); else if (onForm) location.href = document.querySelector(".back").href;
  } else if (!typing && Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
});
return { post, plain, say };
})();
