// The editor over a plain text field: without this script, the field itself is there to write in.
import { python } from "@codemirror/lang-python";
import { EditorView, basicSetup } from "codemirror";
import { indentUnit } from "@codemirror/language";

const nonce = document.querySelector("meta[name=style-nonce]")?.content ?? "";

for (const field of document.querySelectorAll("textarea[data-editor]")) {
  const save = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const label = EditorView.contentAttributes.of({ "aria-label": field.getAttribute("aria-label") ?? field.name });
  const view = new EditorView({
    doc: field.value,
    extensions: [basicSetup, python(), indentUnit.of("    "), EditorView.cspNonce.of(nonce), save, label],
  });
  field.after(view.dom);
  field.hidden = true;
  field.form?.addEventListener("reset-to-stub", () => {
    const stub = field.parentElement.querySelector("template")?.content.textContent ?? "";
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: stub } });
  });
}
