"use strict";
// Only adds to pages that are complete without it.
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // What went wrong is read first.
  document.querySelector("[data-focus]")?.focus();

  // Copying.
  const live = document.querySelector("[data-live]");
  const selected = (element) => {
    const selection = getSelection();
    const range = document.createRange();
    range.selectNodeContents(element);
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const copied = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      // Without TLS, or where it is not allowed: the way of old, or by hand.
      selected(element);
      return document.execCommand("copy");
    }
  };
  for (const button of all("[data-copy]")) {
    const label = button.firstChild;
    const text = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (await copied(document.getElementById(button.dataset.copy))) {
        label.textContent = button.dataset.copied;
        live.textContent = button.dataset.copied;
        setTimeout(() => {
          label.textContent = text;
          live.textContent = "";
        }, 2000);
      }
    });
  }
  // Whoever comes back by the history, maybe somebody else, finds no token there.
  addEventListener("pagehide", () => all("[data-secret]").forEach((shown) => (shown.textContent = "")));

  // Scopes: one that another includes is shown as ticked, and cannot be unticked.
  for (const tree of all("[data-tree]")) {
    const boxes = all("input[name=scopes]", tree);
    const byName = new Map(boxes.map((box) => [box.value, box]));
    const own = new Map(boxes.map((box) => [box, box.checked]));
    const fixed = new Set(boxes.filter((box) => box.disabled));
    const includes = (box) =>
      box.dataset.parents
        .split(" ")
        .filter((name) => name)
        .some((name) => own.get(byName.get(name)) || includes(byName.get(name)));
    const show = () => {
      for (const box of boxes) {
        const included = includes(box);
        box.checked = included || own.get(box);
        box.disabled = included || fixed.has(box);
        box.closest(".scope-row").querySelector(".included").classList.toggle("on", included);
      }
    };
    tree.addEventListener("change", (event) => {
      own.set(event.target, event.target.checked);
      show();
    });
    show();
  }

  // Typing leaves out the rows of this page that do not match; the button asks for all pages.
  for (const form of all("[data-filter]")) {
    const rows = all(".rows > .row");
    form.elements.q.addEventListener("input", () => {
      const wanted = form.elements.q.value.trim().toLowerCase();
      for (const row of rows) {
        row.hidden = !row.querySelector(".what").textContent.toLowerCase().includes(wanted);
      }
    });
  }

  // All of a group at once.
  for (const group of all("[data-all]")) {
    const boxes = all("input[type=checkbox]", group);
    const line = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    line.className = "all";
    label.append(box, " " + group.dataset.all);
    line.append(label);
    group.prepend(line);
    const show = () => {
      const ticked = boxes.filter((one) => one.checked).length;
      box.checked = ticked === boxes.length;
      box.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    box.addEventListener("change", () => boxes.forEach((one) => (one.checked = box.checked)));
    group.addEventListener("change", show);
    show();
  }
})();
