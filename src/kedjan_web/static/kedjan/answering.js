// What the page of an assignment uses a script for: the server keeps the draft a moment after one stops writing, nothing
// is sent into a dead line, tags can be searched, hints come as one chooses, and a meeting has a quiet clock. Without it
// the page works by its buttons. What is written is kept in the browser meanwhile by drafts.js.

const PAUSE = 2000; // after the last stroke
const AGAIN = 15000; // after an answer that did not come
const PATIENCE = 20000; // for an answer

const form = document.querySelector("form[data-answer]");
const words = form?.dataset ?? {};
const field = (name) => form.elements.namedItem(name);
const places = () => [...form.querySelectorAll("[name=tags]:checked")].map((box) => Number(box.value));
const written = () => JSON.stringify([
  ...["text", "action_short", "action_long"].map((name) => field(name)?.value ?? ""),
  places(),
  form.querySelector("[name=emotion]:checked")?.value ?? "",
]);
const tell = (type) => form.dispatchEvent(new CustomEvent(type, { bubbles: true }));

let kept = form && written(); // what the server has, as far as is known
let timer = 0;
let busy = null;
let troubled = false;
let stopped = false; // another version waits for a choice
let cleared = false; // on its way to the server by the browser itself

function show(text, { saved = false, aloud = false, again = false } = {}) {
  const line = document.createElement("span");
  line.textContent = text;
  if (again) line.append(" ", Object.assign(document.createElement("a"), { href: location.href, className: "ds-link", textContent: words.signIn }));
  if (saved) Object.assign(line.dataset, { draftSaved: words.draftKey, draftOwner: words.draftOwner });
  form.querySelector("[data-draft-status]").replaceChildren(line);
  if (aloud) document.querySelector("#sagt").textContent = text;
}

async function ask() {
  const body = new URLSearchParams(new FormData(form));
  tell("draft:sending");
  try {
    const answer = await fetch(words.keep, {
      method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60000,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (answer.ok && json) return { state: "kept", json };
    if (answer.status === 409 && json) return { state: "other", json };
    return { state: answer.status < 500 ? "refused" : "lost" };
  } catch {
    return { state: "lost" };
  }
}

async function keepOnce() {
  const before = written();
  const { state, json } = await ask();
  if (state === "kept") {
    field("seen").value = json.version;
    if (json.version) field("key").value = json.key;
    const first = kept === form.dataset.opened;
    kept = before;
    show(words.saved, { saved: true, aloud: troubled || first });
    troubled = false;
    if (written() !== kept) later(PAUSE);
    return true;
  }
  tell("draft:unsent");
  if (state === "other") return choose(json);
  const out = state === "signed-out";
  show(out ? words.signedOut : words.lost, { aloud: !troubled, again: out });
  troubled = true;
  later(AGAIN);
  return state === "refused"; // then the page that the server answers with says why
}

function keep() {
  clearTimeout(timer);
  busy ??= keepOnce().finally(() => { busy = null; });
  return busy;
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => { if (!stopped && !cleared && written() !== kept) keep(); }, pause);
}

function choose(other) {
  stopped = true;
  const section = document.querySelector("#annan");
  section.hidden = false;
  section.querySelector("[data-other]").textContent = other.text;
  const follow = () => {
    field("key").value = other.key;
    field("seen").value = other.version;
    section.hidden = true;
    stopped = false;
  };
  section.querySelector("[data-mine]").onclick = () => { follow(); kept = ""; field("text").focus(); keep(); };
  section.querySelector("[data-theirs]").onclick = () => {
    for (const name of ["text", "action_short", "action_long"]) if (field(name)) field(name).value = other[name];
    for (const box of form.querySelectorAll("[name=tags]")) box.checked = other.tags.includes(Number(box.value));
    for (const step of form.querySelectorAll("[name=emotion]")) step.checked = step.value === String(other.emotion);
    follow();
    kept = "";
    field("text").focus();
    keep();
  };
  section.focus();
  return false;
}

async function send(event) {
  if (cleared) return;
  const button = event.submitter;
  event.preventDefault();
  clearTimeout(timer);
  if (busy) await busy;
  if (stopped || !(await keep())) return; // the line is dead, or somebody must choose first: said already
  cleared = true;
  form.requestSubmit(button);
}

function searchTags(group) {
  const labels = [...group.querySelectorAll("label")];
  if (labels.length < 9) return;
  const search = Object.assign(document.createElement("input"), { type: "search", className: "ds-input", id: "sok-tagg" });
  const label = Object.assign(document.createElement("label"), { htmlFor: "sok-tagg", className: "ds-label", textContent: group.dataset.search });
  const box = Object.assign(document.createElement("div"), { className: "ds-field k-answer__search" });
  const told = Object.assign(document.createElement("p"), { className: "k-soft", role: "status" });
  box.append(label, search, told);
  group.querySelector("fieldset").before(box);
  const fold = (text) => text.toLocaleLowerCase("sv").trim();
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // it is not part of what is written
    for (const each of labels) {
      each.hidden = !fold(each.textContent).includes(fold(search.value)) && !each.querySelector("input").checked;
    }
    const shown = labels.filter((each) => !each.hidden).length;
    told.textContent = search.value.trim() ? group.dataset.shown.replace("{n}", shown).replace("{all}", labels.length) : "";
    for (const family of group.querySelectorAll("fieldset")) family.hidden = !family.querySelector("label:not([hidden])");
  });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

function hint(group) {
  const chosen = places();
  const opposed = JSON.parse(group.dataset.opposed).filter((place) => chosen.includes(place));
  const said = [];
  if (chosen.length > Number(group.dataset.advised)) said.push(group.dataset.many.replace("{n}", chosen.length));
  if (opposed.length > 1) said.push(group.dataset.both);
  const place = group.querySelector("#taggar_tips");
  if (place.textContent.trim() === said.join("")) return;
  place.replaceChildren(...said.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
}

function clock(place) {
  const name = `kedjan.meeting.${words.draftKey}`;
  let began = Number(sessionStorage.getItem(name));
  if (!began) sessionStorage.setItem(name, (began = Date.now()));
  const end = began + Number(place.dataset.minutes) * 60000;
  const line = place.querySelector("[data-clock]");
  const tick = async () => {
    const left = Math.ceil((end - Date.now()) / 60000);
    if (left > 0) {
      line.textContent = place.dataset.left.replace("{n}", left);
      setTimeout(tick, 10000);
      return;
    }
    const safe = written() === kept || (await keep());
    line.textContent = document.querySelector("#sagt").textContent = safe ? place.dataset.ended : place.dataset.endedHere;
  };
  tick();
}

if (form) {
  form.dataset.opened = kept;
  const group = form.querySelector("#taggar");
  searchTags(group);
  form.addEventListener("input", () => { if (!stopped) later(PAUSE); });
  form.addEventListener("change", () => hint(group));
  form.addEventListener("submit", send);
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) later(0); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) cleared = false; });
  const meeting = document.querySelector("[data-minutes]");
  if (meeting) clock(meeting);
  later(PAUSE); // what the browser had kept over a closed tab
}
