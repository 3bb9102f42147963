// The score sheet beyond a plain form: each cell is saved as it is left, blocks are pasted, what can't be sent waits on
// this device. Another's change is never overwritten: the server compares versions, and both values are shown.

const form = document.getElementById("sheet");
const text = (name, count) => form.dataset[name].replace("#", count);
const state = document.getElementById("sheet-state");
const given = document.getElementById("given");
const storeName = `malaqbiq-sheet:${form.dataset.who}:${form.dataset.cycle}`;
const AT_ONCE = 300;
document.documentElement.classList.add("js");

// --- Cells ---------------------------------------------------------------------------------------------------------
const columns = [...form.querySelectorAll("input[name^='k.']")].map((input) => input.value);
const grid = [...form.querySelectorAll("tbody tr")].map((row) => {
  const [person, versions] = row.querySelectorAll("th input");
  const numbers = versions.value.split(",").map(Number);
  return [...row.querySelectorAll("td")].map((box, place) => {
    const input = box.querySelector("input");
    return input && { input, box, key: `${person.value}|${columns[place]}`, version: numbers[place], stands: input.defaultValue };
  });
});
const cells = grid.flat().filter(Boolean);
const byKey = new Map(cells.map((cell) => [cell.key, cell]));
const byInput = new Map(cells.map((cell) => [cell.input, cell]));
const placeOf = (cell) => {
  const row = grid.findIndex((line) => line.includes(cell));
  return [row, grid[row].indexOf(cell)];
};
for (const cell of cells) { cell.input.inputMode = "decimal"; cell.input.autocomplete = "off"; cell.input.maxLength = 12; }

const mark = (cell, kind) => {
  cell.box.classList.remove("kept", "waits", "wrong");
  if (kind) cell.box.classList.add(kind);
  if (kind !== "wrong") {
    cell.box.querySelectorAll("small, .row").forEach((part) => part.remove());
    cell.input.removeAttribute("aria-invalid");
    cell.input.removeAttribute("aria-describedby");
  }
};
const complain = (cell, answer) => {
  mark(cell, "");
  mark(cell, "wrong");
  cell.refused = cell.input.value.trim();
  const note = document.createElement("small");
  note.id = `e-${cell.input.name}`;
  note.textContent = [answer.error, answer.theirs].filter(Boolean).join(" ");
  cell.box.append(note);
  cell.input.setAttribute("aria-invalid", "true");
  cell.input.setAttribute("aria-describedby", note.id);
  if (answer.clash) {
    const choice = document.createElement("span");
    choice.className = "row";
    for (const [name, value] of [["tMine", cell.input.value], ["tTheirs", answer.value]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = `${form.dataset[name]}: ${value || "–"}`;
      button.addEventListener("click", () => {
        cell.version = answer.version;
        cell.stands = answer.value;
        cell.input.value = value;
        if (name === "tMine") changed(cell); else { mark(cell, value ? "kept" : ""); tell(); }
        cell.input.focus();
      });
      choice.append(button);
    }
    cell.box.append(choice);
  }
};

// --- What waits to be sent: by cell, on this device -----------------------------------------------------------------
let waiting = {};
try { waiting = JSON.parse(localStorage.getItem(storeName)) || {}; } catch { /* nothing was kept */ }
const keep = () => {
  try {
    if (Object.keys(waiting).length) localStorage.setItem(storeName, JSON.stringify(waiting));
    else localStorage.removeItem(storeName);
  } catch { /* a browser that keeps nothing: it waits in this window only */ }
};
let trouble = "";
let sending = false;
const tell = () => {
  const count = Object.keys(waiting).length;
  const wrong = form.querySelectorAll("td.wrong").length;
  state.textContent = trouble && count ? text(trouble, count) : count ? text("tSaving", count) : wrong ? text("tWrong", wrong) : text("tSaved", 0);
  state.className = (trouble && count) || wrong ? "is-warn" : "quiet";
};
const changed = (cell) => {
  const value = cell.input.value.trim();
  cell.refused = null;
  if (value === cell.stands) {
    delete waiting[cell.key];
    mark(cell, value ? "kept" : "");
  } else {
    waiting[cell.key] = { value, version: cell.version };
    mark(cell, "waits");
  }
  keep();
  tell();
  schedule();
};
let timer = 0;
const schedule = (delay = 250) => { clearTimeout(timer); timer = setTimeout(send, delay); };

const send = async () => {
  const keys = Object.keys(waiting).slice(0, AT_ONCE);
  if (sending || !keys.length) return;
  sending = true;
  const sent = keys.map((key) => ({ key, ...waiting[key] }));
  const entries = sent.map(({ key, value, version }) => {
    const [person, column] = key.split("|");
    const [component, month] = column.split(":");
    return { person, component, month, value, version };
  });
  try {
    const response = await fetch(form.dataset.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ entries }),
    });
    const json = (response.headers.get("Content-Type") || "").includes("json");
    if (!json || response.redirected) trouble = "tSignedOut";
    else if (response.ok) { trouble = ""; take(sent, (await response.json()).entries); }
    else { trouble = ""; refuse(sent, await response.json()); }
  } catch {
    trouble = "tOffline";
  }
  sending = false;
  tell();
  if (Object.keys(waiting).length) schedule(trouble ? 10000 : 250);
};
const take = (sent, answers) => {
  sent.forEach((one, place) => {
    const answer = answers[place];
    const cell = byKey.get(one.key);
    const typedAgain = waiting[one.key] && waiting[one.key].value !== one.value;
    if (typedAgain && !answer.error) waiting[one.key].version = answer.version;
    else if (!typedAgain) delete waiting[one.key];
    if (!cell) return;
    if (answer.error) { if (!typedAgain) complain(cell, answer); return; }
    if (!cell.version && given) given.textContent = Number(given.textContent) + 1;
    cell.version = answer.version;
    cell.stands = answer.value;
    if (!typedAgain) { cell.input.value = answer.value; mark(cell, "kept"); }
  });
  keep();
};
const refuse = (sent, answer) => {
  sent.forEach((one) => {
    delete waiting[one.key];
    const cell = byKey.get(one.key);
    if (cell) complain(cell, answer);
  });
  keep();
};

// --- What was typed before the connection broke or the page was left ------------------------------------------------
for (const [key, { value, version }] of Object.entries(waiting)) {
  const cell = byKey.get(key);
  if (cell) { cell.input.value = value; cell.version = version; mark(cell, "waits"); }
}
window.addEventListener("online", () => schedule(0));
window.addEventListener("offline", () => { trouble = "tOffline"; tell(); });

// --- Typing, keys, pasting ------------------------------------------------------------------------------------------
// A browser tells of a change when the cell is left, which may be after it was sent, or refused, by Enter.
const leave = (cell) => {
  const value = cell.input.value.trim();
  if (value !== cell.refused && value !== (waiting[cell.key]?.value ?? cell.stands)) changed(cell);
};
form.addEventListener("change", (event) => {
  const cell = byInput.get(event.target);
  if (cell) leave(cell);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  schedule(0);
});
const move = (cell, down, right) => {
  let [row, column] = placeOf(cell);
  do { row += down; column += right; } while (grid[row] && column >= 0 && column < grid[row].length && !grid[row][column]);
  const next = grid[row]?.[column];
  if (next) { next.input.focus(); next.input.select(); }
};
form.addEventListener("focusin", (event) => { if (byInput.has(event.target)) event.target.select(); });
form.addEventListener("keydown", (event) => {
  const cell = byInput.get(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const { selectionStart: start, selectionEnd: end, value } = cell.input;
  const all = start === 0 && end === value.length;
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
  if (all || start === 0 && end === 0) steps.ArrowLeft = [0, -1];
  if (all || start === value.length) steps.ArrowRight = [0, 1];
  if (steps[event.key]) {
    event.preventDefault();
    // In the last row there is nowhere to go: what was typed is taken all the same.
    leave(cell);
    move(cell, ...steps[event.key]);
  }
  else if (event.key === "Escape") { cell.input.value = cell.stands; changed(cell); }
});
form.addEventListener("paste", (event) => {
  const first = byInput.get(event.target);
  const block = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  if (!first || (block.length === 1 && block[0].length === 1)) return;
  event.preventDefault();
  const [row, column] = placeOf(first);
  let lost = 0;
  block.forEach((line, down) => line.forEach((value, right) => {
    const cell = grid[row + down]?.[column + right];
    if (cell) { if (value.trim()) { cell.input.value = value.trim().slice(0, 12); changed(cell); } }
    else if (value.trim()) lost += 1;
  }));
  if (lost) { state.textContent = text("tFit", lost); state.className = "is-warn"; }
});
tell();
schedule(0);
