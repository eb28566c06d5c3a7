// Enhancements only: every page works without this file.

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

// Ctrl+S saves a draft; leaving with unsaved words is asked about.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  let changed = false;
  let leaving = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      const save = form.querySelector('button[name="step"][value="save"]');
      if (save) form.requestSubmit(save);
    }
  });
}

// How much has been written, beside each long text.
for (const text of document.querySelectorAll("textarea")) {
  const counter = document.createElement("p");
  counter.className = "hint";
  const show = () => {
    counter.textContent = `已写 ${[...text.value].length} 字`;
  };
  text.insertAdjacentElement("afterend", counter);
  text.addEventListener("input", show);
  show();
}

// A second click does not send twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});

// "/" goes to the search; never while somebody types or composes.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) return;
  const search = document.getElementById("search");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});
