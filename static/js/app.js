// Enhancements only: every page works without this file.

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

// A form that is being written is saved as a draft after ten seconds of quiet and on leaving. A form that nobody has
// touched makes no draft. What somebody else has saved meanwhile is never overwritten: the page says so and stops.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const QUIET = 10000;
  const line = document.createElement("p");
  line.className = "hint";
  line.setAttribute("role", "status");
  form.querySelector(".actions.sticky")?.before(line);
  const written = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("version");
    return fields.toString();
  };
  let kept = "unsaved" in form.dataset ? null : written();
  let timer = 0;
  let running = null;
  let stopped = false;
  let failed = false;
  let sending = false;
  const changed = () => written() !== kept;
  const stop = (sentence) => {
    stopped = true;
    line.textContent = sentence;
  };
  const post = async () => {
    const words = written();
    const body = new URLSearchParams(new FormData(form));
    body.set("step", "autosave");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, redirect: "manual", keepalive: true });
      if (answer.status === 409) return stop("这份填报刚刚由别人保存。您写的内容没有写入，也没有覆盖对方；按“保存草稿”查看两个版本。");
      if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect")
        return stop("登录已失效。所写内容仍在本页，按“保存草稿”重新登录后继续。");
      if (!answer.ok) throw new Error(answer.status);
      const saved = await answer.json();
      form.elements.namedItem("version").value = saved.version;
      kept = words;
      failed = false;
      line.textContent = `${saved.at} 已自动保存为草稿。${saved.mistakes ? `有 ${saved.mistakes} 处填写有误，没有存入，提交前请改正。` : ""}`;
    } catch {
      failed = true;
      line.textContent = "暂时无法自动保存，所写内容仍在本页；稍后会再试。";
      if (!sending) timer = setTimeout(save, QUIET);
    }
  };
  const save = () => {
    clearTimeout(timer);
    if (running || stopped || sending || !changed()) return;
    running = post().finally(() => {
      running = null;
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("pagehide", save);
  // A page that comes back from memory does not know what was saved on leaving.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  form.addEventListener("submit", (event) => {
    sending = true;
    clearTimeout(timer);
    if (!running) return;
    // What is on its way is waited for, so that the page sends the version that it stands on.
    event.preventDefault();
    const button = event.submitter;
    running.then(() => form.requestSubmit(button));
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && (stopped || failed) && changed()) event.preventDefault();
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
  if (form.method !== "post" || event.defaultPrevented) return;
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
