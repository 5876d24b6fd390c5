// Dragging items of an agenda. The arrows beside each item do the same with the keyboard, and without this script.
(() => {
  "use strict";
  const list = document.querySelector("[data-reorder]");
  if (!list) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  const status = document.querySelector("[data-reorder-status]");
  const items = () => [...list.querySelectorAll("[data-item]")];
  const children = (item) => items().filter((row) => row.dataset.parent === item.dataset.item);
  let dragged = null;

  const clear = () => items().forEach((row) => row.classList.remove("is-target", "is-dragged"));
  const order = () =>
    items()
      .map((row) => (row.dataset.parent ? `${row.dataset.item}:${row.dataset.parent}` : row.dataset.item))
      .join(",");
  // An item takes its sub-items along. It becomes a sub-item only where it is put between sub-items, or by the arrows.
  const put = (target) => {
    const moved = [dragged, ...children(dragged)];
    const parent = target.dataset.parent || "";
    if (moved.includes(target) || (parent && moved.length > 1) || parent === dragged.dataset.item) return false;
    moved.forEach((row) => list.insertBefore(row, target));
    if (parent) dragged.dataset.parent = parent;
    else delete dragged.dataset.parent;
    return true;
  };
  const send = async () => {
    const body = new URLSearchParams({ ordnung: order(), csrfmiddlewaretoken: token.value });
    try {
      const answer = await fetch(list.dataset.reorder, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (answer.ok) location.reload();
      else status.textContent = await answer.text();
    } catch (error) {
      console.info("The order was not saved:", error.name);
      status.textContent = status.dataset.failed;
    }
  };

  items().forEach((row) => {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.item);
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      items().forEach((other) => other.classList.toggle("is-target", other === row && other !== dragged));
    });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const moved = dragged && put(row);
      clear();
      dragged = null;
      if (moved) send();
    });
    row.addEventListener("dragend", () => {
      clear();
      dragged = null;
    });
  });
})();
