/** The form: a field that was changed is sent by itself, a button carries out what it says. */

import type { Answer, Desk } from "./desk";
import { type Field, grow, prepare, showMore } from "./fields";
import { addLists, fillList } from "./lists";
import { addPictures } from "./pictures";
import { addProcedures } from "./procedures";
import { Rows } from "./rows";
import { lines, markdownOf } from "./word";

const PAUSE = 700;
const RETRY = 5000;
const ONLY_WITH_BUTTON = /^(term\.new\.|target\.new$|act$|seen$)/;

/** Make the form send what changes in it. */
export function addForm(desk: Desk): void {
  const form = desk.page.querySelector<HTMLFormElement>("[data-form]");
  if (!form) return;
  prepare(form);
  if (desk.frozen) return;
  const rows = new Rows(form);
  const sender = new Sender(desk, form, rows);
  desk.rows = () => rows.names();
  form.addEventListener("input", (event) => sender.typed(event.target as Field));
  form.addEventListener("change", (event) => sender.chosen(event.target as Field));
  form.addEventListener("submit", (event) => sender.submitted(event));
  form.addEventListener("keydown", (event) => keyPressed(event, sender));
  form.addEventListener("paste", (event) => pasted(event, sender));
  desk.flush = () => sender.flush();
  desk.onAnswer((answer) => sender.answered(answer));
  addPictures(desk, form, sender);
  addProcedures(desk, form);
  addLists(form);
  addEventListener("pagehide", () => sender.leave());
}

export class Sender {
  private readonly dirty = new Set<string>();
  private timer: number | undefined;

  constructor(
    readonly desk: Desk,
    readonly form: HTMLFormElement,
    private readonly rows: Rows,
  ) {}

  typed(field: Field): void {
    if (field instanceof HTMLTextAreaElement) grow(field);
    if (!this.note(field)) return;
    this.wait(PAUSE);
  }

  chosen(field: Field): void {
    if (field instanceof HTMLSelectElement && "goal" in field.dataset) showMore(field);
    if (this.note(field)) void this.flush();
  }

  submitted(event: SubmitEvent): void {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    void this.act(button?.value ?? "", button?.closest(".adding") ?? null);
  }

  /** Carry out what a button says, after everything that was typed. */
  act(name: string, adding: Element | null = null, value = ""): Promise<void> {
    return this.desk.inTurn(async () => {
      const sent = this.fields();
      for (const field of adding?.querySelectorAll<Field>("[name]") ?? []) {
        if (field.value) sent.set(field.name, field.value);
      }
      sent.set("act", name);
      if (value) sent.set("value", value);
      await this.send(sent);
    });
  }

  /** Send what was typed and not sent yet. */
  flush(): Promise<void> {
    window.clearTimeout(this.timer);
    return this.desk.inTurn(async () => {
      if (this.dirty.size) await this.send(this.fields());
    });
  }

  /** The last that can be done when the page is left. */
  leave(): void {
    if (!this.dirty.size) return;
    const sent = this.fields();
    sent.set("seen", this.desk.seen);
    navigator.sendBeacon(this.desk.address("change"), sent);
  }

  /** Put the new form in, without taking the field away in which somebody types. */
  answered(answer: Answer): void {
    if (!answer.form) return;
    const kept = new Keeper(this.form, this.dirty);
    this.rows.put(answer.form);
    kept.restore(this.form);
    focusOn(this.form, answer.focus);
  }

  private note(field: Field): boolean {
    if (!field.name || ONLY_WITH_BUTTON.test(field.name)) return false;
    this.dirty.add(groupOf(field.name));
    this.desk.typing(true);
    return true;
  }

  private wait(time: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), time);
  }

  private async send(sent: FormData): Promise<void> {
    const waiting = new Set(this.dirty);
    this.dirty.clear();
    const answer = await this.desk.send("change", sent);
    if (!answer) for (const name of waiting) this.dirty.add(name);
    this.desk.typing(this.dirty.size > 0);
    if (answer) return;
    this.wait(RETRY);
  }

  /** The fields that were changed, each with those that belong to it. */
  private fields(): FormData {
    const sent = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (this.dirty.has(groupOf(name)) && !ONLY_WITH_BUTTON.test(name)) sent.append(name, value);
    }
    return sent;
  }
}

/** What is sent together: an amount with its unit, a goal with what it needs, a term. */
function groupOf(name: string): string {
  return name
    .replace(/\.unit$/, "")
    .replace(/\.goal(-number|-end)$/, ".goal")
    .replace(/^(term\.\d+|target\.[^.]+)\..*$/, "$1")
    .replace(/(\.part\.\d+)\.alert$/, "$1");
}

/** Remembers what a person has open and half typed while the form is put in anew. */
class Keeper {
  private readonly open: string[];
  private readonly id: string;
  private readonly values = new Map<string, string>();
  private readonly selection: [number, number] | null = null;

  constructor(form: HTMLFormElement, dirty: Set<string>) {
    this.open = [...form.querySelectorAll<HTMLDetailsElement>("details[open][id]")].map((e) => e.id);
    const active = document.activeElement;
    this.id = active && form.contains(active) ? active.id : "";
    for (const field of form.querySelectorAll<Field>("[name]:not([type=hidden], button)")) {
      const half = ONLY_WITH_BUTTON.test(field.name) || dirty.has(groupOf(field.name));
      if (half) this.values.set(keyOf(field), isBox(field) ? `${field.checked}` : field.value);
    }
    if (active instanceof HTMLTextAreaElement || isText(active)) {
      this.selection = [active.selectionStart ?? 0, active.selectionEnd ?? 0];
    }
  }

  restore(form: HTMLFormElement): void {
    for (const id of this.open) {
      const details = document.getElementById(id);
      if (details instanceof HTMLDetailsElement) details.open = true;
    }
    for (const field of form.querySelectorAll<Field>("[name]:not([type=hidden], button)")) {
      const value = this.values.get(keyOf(field));
      if (value === undefined) continue;
      if (field instanceof HTMLSelectElement) fillList(field);
      if (isBox(field)) field.checked = value === "true";
      else field.value = value;
    }
    const field = this.id ? document.getElementById(this.id) : null;
    field?.focus({ preventScroll: true });
    if (this.selection && (field instanceof HTMLTextAreaElement || isText(field))) {
      field.setSelectionRange(...this.selection);
    }
  }
}

/** What a field is called: boxes share a name. */
function keyOf(field: Field): string {
  return isBox(field) ? `${field.name}=${field.value}` : field.name;
}

function isBox(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === "checkbox";
}

function isText(field: Element | null): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === "text";
}

/** Go to a row that is new or was moved, with its words chosen to be written over. */
function focusOn(form: HTMLFormElement, id: string): void {
  const row = id ? document.getElementById(id) : null;
  if (!row || !form.contains(row)) return;
  const field = row.querySelector<HTMLInputElement>(".own input");
  field?.focus();
  field?.select();
  row.scrollIntoView({ block: "nearest" });
}

const MOVES: Record<string, string> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** Enter puts a step below; Alt with an arrow moves the one in which one writes. */
function keyPressed(event: KeyboardEvent, sender: Sender): void {
  const field = event.target as Element;
  const row = field.closest<HTMLElement>("[data-row]")?.dataset["row"];
  if (row === undefined || !(field instanceof HTMLInputElement)) return;
  const move = MOVES[event.key];
  if (event.altKey && move) {
    event.preventDefault();
    void sender.act(`${move}.${row}`);
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    if (/\.(title|label)$/.test(field.name)) void sender.act(below(field.closest(".row"), row));
    else void sender.flush();
  }
}

/** What puts a row of the same kind below another one. */
function below(element: Element | null, row: string): string {
  const kinds = element?.classList;
  if (kinds?.contains("step")) return `step.${row}`;
  return kinds?.contains("strand") ? `answer.${row}.strand` : `answer.${row}`;
}

/** Text from Word: lists become steps, elsewhere headings and lists stay what they are. */
function pasted(event: ClipboardEvent, sender: Sender): void {
  const html = event.clipboardData?.getData("text/html");
  const field = event.target as Element;
  if (!html) return;
  if (field instanceof HTMLTextAreaElement) {
    event.preventDefault();
    field.setRangeText(markdownOf(html), field.selectionStart, field.selectionEnd, "end");
    sender.typed(field);
    return;
  }
  const row = field.closest<HTMLElement>("[data-row]")?.dataset["row"];
  const found = lines(html);
  if (row === undefined || !(field instanceof HTMLInputElement) || found.length < 2) return;
  event.preventDefault();
  void sender.act(`steps.${row}`, null, found.join("\n"));
}
