// The editor over a plain text field: without this script, the field itself is there to write in.
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { EditorView, basicSetup } from "codemirror";

const nonce = document.querySelector("meta[name=style-nonce]")?.content ?? "";
const night = window.matchMedia("(prefers-color-scheme: dark)");

// The page's own colours, by day and by night: they have the contrast that reading takes (site.css).
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--good)" },
  { tag: tags.comment, color: "var(--muted)" },
  { tag: [tags.definition(tags.variableName), tags.className], color: "var(--open)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);
// Whoever only passes by with Tab indents nothing. After any other key Tab indents; after Escape it leaves, without
// the hurry of the two seconds that the view itself gives.
const passing = EditorView.domEventHandlers({
  focus: (_event, view) => view.setTabFocusMode(Infinity),
  click: (_event, view) => view.setTabFocusMode(false),
  keyup: (event, view) => {
    if (event.key === "Escape") view.setTabFocusMode(Infinity);
  },
});
const theme = EditorView.theme({
  "&": { color: "var(--ink)" },
  "&:focus-within": { outline: "3px solid var(--open)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--paper)", borderColor: "var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line-here)" },
});

for (const field of document.querySelectorAll("textarea[data-editor]")) {
  const keys = document.getElementById(field.dataset.editor);
  const save = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // tabindex: the region scrolls, and has to say that the keyboard reaches it
  const said = { "aria-label": field.getAttribute("aria-label") ?? field.name, "aria-describedby": keys.id, tabindex: "0" };
  const dark = new Compartment();
  const view = new EditorView({
    doc: field.value,
    extensions: [
      basicSetup,
      keymap.of([indentWithTab]), // Escape, then Tab, leaves: `keys` says so
      passing,
      python(),
      indentUnit.of("    "),
      syntaxHighlighting(colours),
      theme,
      dark.of(EditorView.darkTheme.of(night.matches)),
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of(said),
      save,
    ],
  });
  night.addEventListener("change", () => view.dispatch({ effects: dark.reconfigure(EditorView.darkTheme.of(night.matches)) }));
  field.after(view.dom);
  for (const label of field.labels) label.addEventListener("click", () => view.focus());
  field.hidden = true;
  keys.hidden = false;
}
