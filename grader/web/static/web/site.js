// Small helps; the pages work without them.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const text = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(text); // without HTTPS there is no clipboard: Ctrl-C is left to do
  }
});
