/** The text itself, in CodeMirror: completion, findings in place, mending at a click. */

import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";

import type { Answer, Desk, Mark } from "./desk";
import { pictureIn } from "./pictures";
import { markdownOf } from "./word";

const PAUSE = 400;

/** Marks in the colours of the application, which know of light and dark. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.url], color: "var(--soft)" },
  { tag: tags.heading, color: "var(--accent)", fontWeight: "bold" },
  { tag: tags.link, color: "var(--accent)" },
  { tag: tags.strong, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.quote, tags.monospace], color: "var(--tip)" },
]);

interface Known {
  attributes: string[];
  roles: { value: string; name: string }[];
  standards: { value: string; name: string }[];
}

/** Put the editor in place of the plain field for the text. */
export function addText(desk: Desk): void {
  const form = desk.page.querySelector<HTMLFormElement>("[data-text]");
  const area = form?.querySelector("textarea");
  if (!form || !area) return;
  const known: Known = JSON.parse(form.dataset["known"] ?? "{}");
  let acknowledged = area.value.replace(/\r\n/g, "\n");
  let timer: number | undefined;

  const view = new EditorView({
    doc: acknowledged,
    extensions: [
      basicSetup,
      markdown(),
      syntaxHighlighting(COLOURS),
      EditorView.lineWrapping,
      EditorView.cspNonce.of(desk.nonce),
      EditorState.readOnly.of(desk.frozen),
      EditorView.contentAttributes.of({ "aria-label": area.labels[0]?.textContent ?? "" }),
      autocompletion({ override: [(context) => complete(context, known, desk)] }),
      lintGutter(),
      keymap.of([indentWithTab]),
      EditorView.domEventHandlers({
        paste: (event) => pasted(event, view, desk),
        drop: (event) => putPicture(event, pictureIn(event.dataTransfer), view, desk),
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        desk.typing(true);
        window.clearTimeout(timer);
        timer = window.setTimeout(() => void send(), PAUSE);
      }),
    ],
  });
  area.before(view.dom);
  area.hidden = true;
  form.querySelector(".actions")?.remove();
  form.addEventListener("submit", (event) => event.preventDefault());
  mark(view, JSON.parse(form.dataset["marks"] ?? "[]"), desk);
  desk.flush = send;
  desk.onAnswer(answered);
  addEventListener("pagehide", leave);

  function send(): Promise<void> {
    window.clearTimeout(timer);
    return desk.inTurn(async () => {
      const text = view.state.doc.toString();
      const answer = text === acknowledged ? true : await desk.send("text", sent(text));
      desk.typing(view.state.doc.toString() !== acknowledged);
      if (!answer) timer = window.setTimeout(() => void send(), 5000);
    });
  }

  function sent(text: string): FormData {
    const data = new FormData();
    data.set("text", text);
    data.set("base", acknowledged);
    return data;
  }

  /** Another window, or a mended finding, may have changed the text besides. */
  function answered(answer: Answer): void {
    const now = view.state.doc.toString();
    const before = acknowledged;
    acknowledged = answer.text;
    if (now === answer.text) mark(view, answer.marks, desk);
    else if (now === before || answer.text !== before) replace(view, now, answer.text);
    mark(view, answer.marks, desk);
  }

  function leave(): void {
    const text = view.state.doc.toString();
    if (text === acknowledged) return;
    const data = sent(text);
    data.set("seen", desk.seen);
    navigator.sendBeacon(desk.address("text"), data);
  }
}

/** Replace only what differs, so that the cursor stays. */
function replace(view: EditorView, now: string, next: string): void {
  let from = 0;
  while (from < now.length && from < next.length && now[from] === next[from]) from += 1;
  let end = 0;
  const most = Math.min(now.length, next.length) - from;
  while (end < most && now[now.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  const insert = next.slice(from, next.length - end);
  view.dispatch({ changes: { from, to: now.length - end, insert } });
}

function mark(view: EditorView, marks: Mark[], desk: Desk): void {
  const text = view.state.doc;
  const found = marks.map((each): Diagnostic => {
    const from = offset(text, each.from);
    return {
      from,
      to: Math.max(offset(text, each.to), from),
      severity: each.severity === "error" ? "error" : "warning",
      message: [each.told, each.advice].filter(Boolean).join(" "),
      actions: each.fixable
        ? [{ name: desk.say("mend"), apply: () => desk.mend(each.name) }]
        : [],
    };
  });
  view.dispatch(setDiagnostics(view.state, found));
}

/** Columns count characters, offsets of the editor count halves of those outside the BMP. */
function offset(text: Text, [number, column]: [number, number]): number {
  const line = text.line(Math.min(Math.max(number, 1), text.lines));
  const before = [...line.text].slice(0, column - 1).join("").length;
  return line.from + Math.min(before, line.length);
}

async function complete(
  context: CompletionContext,
  known: Known,
  desk: Desk,
): Promise<CompletionResult | null> {
  const value = context.matchBefore(/\b(role|escalate|standard)=[\w-]*/);
  if (value) {
    const key = value.text.split("=")[0] ?? "";
    const options = key === "standard" ? known.standards : known.roles;
    return {
      from: value.from + key.length + 1,
      options: options.map((each) => ({ label: each.value, detail: each.name })),
    };
  }
  const id = context.matchBefore(/(?:\(|overdue=)#[^\s)}]*/);
  if (id) {
    const ids = [...context.state.doc.toString().matchAll(/\{#([^\s{}]+)/g)].map((found) => found[1]);
    return {
      from: id.from + id.text.indexOf("#") + 1,
      options: [...new Set(ids)].map((label) => ({ label: label ?? "" })),
    };
  }
  const link = context.matchBefore(/\]\([A-Z][A-Z0-9-]*/);
  if (link) {
    const query = new URLSearchParams(desk.page.dataset["query"]);
    query.set("typed", link.text.slice(2));
    const answer = await fetch(`/write/procedures?${query}`).catch(() => null);
    const found: { value: string; name: string }[] = answer?.ok ? await answer.json() : [];
    return {
      from: link.from + 2,
      options: found.map((each) => ({ label: each.value, detail: each.name })),
    };
  }
  const word = context.matchBefore(/\{[^{}\n]*?[\w-]*/);
  if (!word) return null;
  const begun = /[\w-]*$/.exec(word.text)?.[0] ?? "";
  return {
    from: context.pos - begun.length,
    options: known.attributes.map((label) => ({ label })),
  };
}

function pasted(event: ClipboardEvent, view: EditorView, desk: Desk): boolean {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return putPicture(event, pictureIn(event.clipboardData), view, desk);
  const text = markdownOf(html);
  if (!text) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(text));
  return true;
}

function putPicture(event: Event, picture: File | null, view: EditorView, desk: Desk): boolean {
  if (!picture || desk.frozen) return false;
  event.preventDefault();
  void desk.inTurn(async () => {
    const form = new FormData();
    form.set("picture", picture);
    form.set("seen", desk.seen);
    const answer = await fetch(desk.address("pictures"), {
      method: "POST",
      body: form,
      headers: { "X-Editor": "1" },
    }).catch(() => null);
    const told: { target?: string; told?: string } | null = answer ? await answer.json() : null;
    if (told?.target) view.dispatch(view.state.replaceSelection(`![](${told.target})`));
    else desk.tell(told?.told ?? desk.say("failed"));
  });
  return true;
}
