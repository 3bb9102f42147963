// What the shell does beyond plain pages. Every page works without it.

const find = (selector, root = document) => root.querySelector(selector);
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// --- Theme ---------------------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (!choice) return;
  const theme = choice.dataset.themeChoice;
  try {
    if (theme === "system") localStorage.removeItem("malaqbiq-theme");
    else localStorage.setItem("malaqbiq-theme", theme);
  } catch { /* shown for this page only */ }
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});

// --- Toasts: dismissed by hand; a good one that offers nothing also leaves by itself ---------------------------------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) button.parentElement.remove();
});
const fadeToasts = () => document.querySelectorAll(".toast:not(.error, .warning, [data-leaving], :has(a))").forEach((toast) => {
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 12000);
});
fadeToasts();

// --- Forms that send themselves as they change; things to copy; things to print ------------------------------------
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});
document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const field = document.getElementById(copy.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    copy.textContent = copy.dataset.copied;
  }
  if (event.target.closest("[data-print]")) window.print();
});

// --- The drawer: a row's page beside the list. Its address is the page's own, so that it can be sent or reloaded ---
const drawer = find("#drawer");
let closedAddress = "";
const openDrawer = async (link) => {
  const response = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "drawer-body" } });
  if (!response.ok || response.redirected) { window.location.assign(link.href); return; }
  find("#drawer-body").innerHTML = await response.text();
  window.htmx?.process(find("#drawer-body"));
  find("#drawer-page").href = link.href;
  if (!drawer.open) {
    closedAddress = window.location.href;
    drawer.showModal();
    history.pushState({ drawer: true }, "", link.href);
  } else {
    history.replaceState({ drawer: true }, "", link.href);
  }
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  // Parts of a page that stands by itself are gone to; beside a list they open where that page stands.
  if (link?.closest(".tabs") && !drawer?.contains(link)) return;
  if (!link || !drawer || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  openDrawer(link);
});
if (drawer) {
  drawer.addEventListener("close", () => { if (history.state?.drawer) history.back(); });
  drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
  window.addEventListener("popstate", () => { if (drawer.open) drawer.close(); });
}

// --- Keyboard: Ctrl K or / finds; j and k walk a list, Enter opens, x marks ---------------------------------------
const rows = () => [...document.querySelectorAll("table.list tbody tr:has(th a)")];
const walk = (step) => {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  find("th a", all[Math.min(Math.max(at + step, 0), all.length - 1)]).focus();
};
document.addEventListener("keydown", (event) => {
  const finder = find("#find");
  if (finder && ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing(event.target)))) {
    event.preventDefault();
    finder.focus();
    finder.select();
    return;
  }
  if (typing(event.target) || event.target.closest("form.find") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x") {
    const mark = document.activeElement.closest("tr")?.querySelector("input[name=pick]");
    if (mark) mark.click();
  }
});

// --- What is found while one types: arrows go to a result, Enter opens it; with none chosen Enter opens the page of results -----
const stepFound = (event) => {
  const finder = find("#find");
  const all = [finder, ...document.querySelectorAll("#found a")];
  const at = all.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length > 1) {
    event.preventDefault();
    all[(at + step + all.length) % all.length].focus();
  } else if (at && (event.key.length === 1 || event.key === "Backspace")) finder.focus();
};
find("form.find")?.addEventListener("keydown", stepFound);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id === "found" && event.target.contains(document.activeElement)) find("#find").focus();
});

// --- Marked rows: the batch bar says how many ----------------------------------------------------------------------
const countMarks = () => {
  const bar = find("#batch");
  if (!bar) return;
  const marks = [...document.querySelectorAll("input[name=pick]")];
  const chosen = marks.filter((mark) => mark.checked);
  marks.forEach((mark) => mark.closest("tr").classList.toggle("chosen", mark.checked));
  bar.querySelectorAll("[data-count]").forEach((count) => { count.textContent = chosen.length; });
  bar.hidden = chosen.length === 0;
};
document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-pick-all]"))
    document.querySelectorAll("input[name=pick]").forEach((mark) => { mark.checked = event.target.checked; });
  if (event.target.matches("input[name=pick], input[data-pick-all]")) countMarks();
});
document.addEventListener("htmx:afterSwap", () => { countMarks(); fadeToasts(); });
countMarks();

// --- What was typed is not lost by a stray click ------------------------------------------------------------------
document.querySelectorAll("form[data-keep]").forEach((form) => {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});

// --- The bell of a page that stands open: looked at again now and then, and when one comes back to the page ---------
const lookAtBell = async () => {
  const bell = find("#bell");
  if (!bell || document.hidden) return;
  try {
    const response = await fetch(bell.dataset.address, { redirect: "manual" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = find("#bell", page);
    if (!now || now.dataset.unread === bell.dataset.unread) return;
    if (Number(now.dataset.unread) > Number(bell.dataset.unread)) find("#bell-says").textContent = now.getAttribute("aria-label");
    const had = bell === document.activeElement;
    bell.replaceWith(now);
    if (had) now.focus();
  } catch { /* offline: later */ }
};
setInterval(lookAtBell, 60000);
document.addEventListener("visibilitychange", lookAtBell);
