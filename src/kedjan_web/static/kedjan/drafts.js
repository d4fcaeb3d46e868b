// Keeps what somebody has written and not yet saved, in this browser: over a closed tab, a lost network, a lost session.
//
// The contract, in attributes alone (components/draft_form.html and components/draft_note.html write them):
//   form[data-draft-key][data-draft-owner]   what is written in the form is kept under that name, for that account only
//     data-draft-refused                     the form shows what was sent and not saved, so equal is not the same as saved
//     data-draft-anew                        what was kept has given way: it is forgotten, and not put back in the form
//     data-draft-waiting, data-draft-unsent  what [data-draft-status] says when something is written, and when it could
//                                            not be sent; a form with hx-post is then sent again as the network is back
//     [data-draft-restored] [data-draft-discard]   shown when a draft was put back in the form, with the way out of it
//   [data-draft-saved][data-draft-owner]     anywhere in a page or an answer: the server has what is kept by that name
//   form[data-draft-forget]                  signing out: everything of that account is forgotten
// A form that is saved by a script of its own, without htmx, lets it tell of that by the events draft:sending and
// draft:unsent on the form; saved is told by [data-draft-saved] there too.
// A field called `seen` follows the draft, so that the server finds out when somebody else was before.
// Passwords and files are never kept, and nothing for longer than thirty days.

const PREFIX = "kedjan.draft.";
const KEPT = 30 * 24 * 60 * 60 * 1000;
const AGAIN = 15 * 1000;
const ANSWERS = new Set([200, 409, 422]); // saved, somebody else was before, not as it must be
const NEVER = new Set(["password", "file", "submit", "button", "reset", "image"]);

const first = new WeakMap(); // every field as the server gave it
const given = new WeakMap(); // what is seen of that, or what the server has acknowledged since
const sent = new Map(); // what was on its way to the server, by the name of the draft
const failed = new Set(); // forms that could not be sent

const nameOf = (form) => `${PREFIX}${form.dataset.draftOwner}.${form.dataset.draftKey}`;
const fieldsOf = (form) =>
  [...form.elements].filter((e) => e.name && !NEVER.has(e.type) && e.name !== "csrfmiddlewaretoken" && !e.dataset.poll);
const isBox = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => (isBox(field) ? field.checked : field.value);
const valuesOf = (form) => fieldsOf(form).map((field) => [field.name, valueOf(field)]);
const written = (form) =>
  JSON.stringify(fieldsOf(form).filter((field) => field.type !== "hidden").map((field) => valueOf(field)));

function stored(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name));
    return draft && Array.isArray(draft.fields) ? draft : null;
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

function keep(form) {
  if (written(form) === given.get(form)) return forget(nameOf(form));
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), fields: valuesOf(form) }));
  } catch {
    // full, or closed to us: the form still works
  }
}

function say(form, words) {
  const status = form.querySelector("[data-draft-status]");
  if (status && words && status.textContent !== words) status.textContent = words;
}

function fill(form, draft) {
  const left = draft.fields.slice();
  for (const field of fieldsOf(form)) {
    const place = left.findIndex(([name]) => name === field.name);
    if (place < 0) continue;
    const [[, value]] = left.splice(place, 1);
    if (isBox(field)) field.checked = value;
    else field.value = value;
  }
}

function discard(form) {
  forget(nameOf(form));
  fill(form, { fields: first.get(form) });
  form.querySelector("[data-draft-restored]")?.setAttribute("hidden", "");
  say(form, " ");
}

function meet(form) {
  if (given.has(form)) return;
  first.set(form, valuesOf(form));
  given.set(form, written(form));
  if ("draftAnew" in form.dataset) return forget(nameOf(form));
  const draft = stored(nameOf(form));
  if (!draft) return;
  fill(form, draft);
  if (written(form) === given.get(form)) {
    if (!("draftRefused" in form.dataset)) {
      fill(form, { fields: first.get(form) });
      forget(nameOf(form));
    }
    return;
  }
  form.querySelector("[data-draft-restored]")?.removeAttribute("hidden");
  say(form, form.dataset.draftWaiting);
}

function acknowledge(element) {
  const name = `${PREFIX}${element.dataset.draftOwner}.${element.dataset.draftSaved}`;
  const was = sent.get(name);
  sent.delete(name);
  const form = [...document.querySelectorAll("form[data-draft-key]")].find((each) => nameOf(each) === name);
  if (form) failed.delete(form);
  if (form && was !== undefined) {
    given.set(form, was);
    form.querySelector("[data-draft-restored]")?.setAttribute("hidden", "");
    keep(form); // forgets it, unless more has been written meanwhile
    if (written(form) !== was) say(form, form.dataset.draftWaiting);
  } else if (!form || written(form) === given.get(form)) {
    forget(name);
  }
}

function scan(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  all("form[data-draft-key]").forEach(meet);
  const saved = all("[data-draft-saved]");
  if (saved.length) setTimeout(() => saved.forEach(acknowledge)); // when the rest of the answer is in its place
}

function drafts(of = "") {
  return Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${of}`));
}

function tidy() {
  const oldest = Date.now() - KEPT;
  for (const name of drafts()) if (!(stored(name)?.at > oldest)) forget(name);
}

const draftForm = (target) => target?.closest?.("form[data-draft-key]");

document.addEventListener("input", (event) => {
  const form = draftForm(event.target);
  if (!form) return;
  keep(form);
  say(form, form.dataset.draftWaiting);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-draft-discard]")) discard(draftForm(event.target));
});

document.addEventListener("submit", (event) => {
  const owner = event.target.dataset.draftForget;
  if (owner) drafts(`${owner}.`).forEach(forget);
  else if (event.target.dataset.draftKey) keep(event.target);
}, true);

document.addEventListener("htmx:before:request", (event) => {
  const { sourceElement: form, request } = event.detail.ctx;
  if (!form.matches("form[data-draft-key]")) return;
  const seen = form.elements.namedItem("seen");
  // What waited in line for an earlier answer goes out with the version that answer gave.
  if (seen && request.body?.has?.("seen")) request.body.set("seen", seen.value);
  sent.set(nameOf(form), written(form));
});

function unsent(form) {
  sent.delete(nameOf(form));
  failed.add(form);
  keep(form);
  say(form, form.dataset.draftUnsent);
}

for (const trouble of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(trouble, (event) => {
    const { sourceElement: form, response } = event.detail.ctx ?? {};
    if (form?.matches?.("form[data-draft-key]") && !ANSWERS.has(response?.status)) unsent(form);
  });
}

document.addEventListener("htmx:after:request", (event) => {
  const { sourceElement: form, response } = event.detail.ctx;
  // Led somewhere else, as to signing in: the server did not take what was sent.
  if (response?.raw?.redirected && form.matches("form[data-draft-key]")) unsent(form);
});

document.addEventListener("draft:sending", (event) => sent.set(nameOf(event.target), written(event.target)));
document.addEventListener("draft:unsent", (event) => {
  sent.delete(nameOf(event.target));
  keep(event.target);
});

function again() {
  for (const form of failed) {
    failed.delete(form);
    if (form.isConnected && navigator.onLine) form.dispatchEvent(new Event("change", { bubbles: true }));
    else if (form.isConnected) failed.add(form);
  }
}

window.addEventListener("online", again);
setInterval(again, AGAIN);

try {
  tidy();
  scan(document);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) scan(node);
  }).observe(document.body, { childList: true, subtree: true });
} catch {
  // a browser that keeps nothing: the forms work as they are
}
