// What pages with tables use a script for: printing, and leaving open what the reader has opened while htmx renews
// the table. Without it the pages work; what needs it stays hidden.
document.documentElement.dataset.script = "";
htmx.config.morphIgnore.push("open");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
