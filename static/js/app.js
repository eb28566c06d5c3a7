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

// A button that says how many boxes are ticked keeps saying it.
for (const button of document.querySelectorAll("button[data-counts]")) {
  const boxes = [...button.form.elements].filter((box) => box.type === "checkbox" && box.name === "report");
  if (!button.dataset.counts) continue;
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    button.textContent = button.dataset.counts.replace("#", ticked);
  };
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}

// Keys of the reviews: the same buttons and links, without the mouse. Never while somebody types or composes, and only
// as long as this browser has not switched them off.
const cards = [...document.querySelectorAll(".reviewing .card, .queue .waiting")];
if (cards.length) {
  let silent = localStorage.getItem("keys") === "off";
  for (const legend of document.querySelectorAll(".keys")) {
    legend.hidden = false;
    const toggle = document.createElement("button");
    toggle.type = "button";
    toggle.className = "button small";
    const show = () => (toggle.textContent = silent ? "启用按键" : "停用按键");
    toggle.addEventListener("click", () => {
      silent = !silent;
      localStorage.setItem("keys", silent ? "off" : "on");
      show();
    });
    show();
    legend.append(" ", toggle);
  }
  const go = (card) => {
    if (!card) return;
    card.focus();
    card.scrollIntoView({ block: "center" });
  };
  const current = () => cards.indexOf(document.activeElement?.closest(".card, .waiting"));
  const named = location.hash.startsWith("#at-") ? document.getElementById(location.hash.slice(1)) : null;
  if (named) go(named.matches(".undecided") ? named : cards.find((card, index) => index > cards.indexOf(named) && card.matches(".undecided")) ?? named);
  document.addEventListener("keydown", (event) => {
    if (silent || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const at = current();
    if (event.key === "j") return go(cards[at + 1]);
    if (event.key === "k") return go(cards[Math.max(at - 1, 0)]);
    if (event.key === "n") return go(cards.find((card, index) => index > at && card.matches(".undecided")));
    if (event.key === "u") return document.querySelector('[data-key="u"]')?.click();
    const button = cards[at]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (button.matches("input")) return button.focus();
    const more = button.closest("details");
    if (more && !more.open && (event.key === "x" || event.key === "q")) {
      more.open = true;
      more.querySelector("input").focus();
      return;
    }
    button.click();
  });
}
