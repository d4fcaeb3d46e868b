// Lets a screen reader say what has just been done. What stands in a live region as the page loads is not announced;
// what comes into it afterwards is. So each message is put there once more, as it is, when the page has been met.
addEventListener("load", () => {
  setTimeout(() => {
    for (const message of document.querySelectorAll("#meddelanden > *")) message.replaceWith(message.cloneNode(true));
  }, 300);
});
