/** The form: a field that was changed is sent by itself, a button carries out what it says. */

import type { Answer, Desk } from "./desk";
import { type Field, fieldsIn, groupOf, grow, isTyped, missingNumber, prepare, showMore } from "./fields";
import { Held } from "./held";
import { Keeper } from "./keeper";
import { addLists } from "./lists";
import { addPictures } from "./pictures";
import { addProcedures } from "./procedures";
import { Rows } from "./rows";
import { lines, markdownOf } from "./word";

const PAUSE = 700;
const RETRY = 5000;
const ONLY_WITH_BUTTON = /^(term\.new\.|target\.new$|act$|seen$)/;
const ADDING = /^add-(part|table|target|section|term)\b/;

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
  desk.settle = () => sender.settle();
  desk.onAnswer((answer) => sender.answered(answer));
  addPictures(desk, form, sender);
  addProcedures(desk, form);
  addLists(form);
  addEventListener("pagehide", () => sender.leave());
}

/** What is on its way: fields by their groups, and the button that was pressed, if one was. */
interface Sending {
  groups: string[];
  act: string;
}

export class Sender {
  private readonly dirty = new Set<string>();
  private readonly held: Held;
  private sending: Sending | null = null;
  private putting = false;
  private timer: number | undefined;

  constructor(
    readonly desk: Desk,
    readonly form: HTMLFormElement,
    private readonly rows: Rows,
  ) {
    this.held = new Held(form);
  }

  typed(field: Field): void {
    if (this.putting) return;
    if (field instanceof HTMLTextAreaElement) grow(field);
    if (!this.note(field)) return;
    this.wait(PAUSE);
  }

  chosen(field: Field): void {
    if (this.putting) return; // a browser tells so of a field that is taken away
    if (field instanceof HTMLSelectElement && "goal" in field.dataset) showMore(field);
    if (this.note(field)) void this.flush();
    else if (field instanceof HTMLSelectElement) missingNumber(field)?.focus();
  }

  submitted(event: SubmitEvent): void {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    void this.act(button?.value ?? "", button?.closest(".adding") ?? null);
  }

  /** Carry out what a button says, after everything that was typed. */
  act(name: string, adding: Element | null = null, value = ""): Promise<void> {
    const sent = new FormData();
    for (const field of adding?.querySelectorAll<Field>("[name]") ?? []) {
      if (field.value) sent.set(field.name, field.value);
    }
    sent.set("act", name);
    if (value) sent.set("value", value);
    return this.desk.inTurn(async () => {
      await this.sendDirty();
      await this.send(sent, { groups: [], act: name });
    });
  }

  /** Send what was typed and not sent yet. */
  flush(): Promise<void> {
    window.clearTimeout(this.timer);
    return this.desk.inTurn(() => this.sendDirty());
  }

  /** Send also what was not taken; whether everything on the form is in the text now. */
  async settle(): Promise<boolean> {
    for (const group of this.held.groups) {
      this.held.release(group);
      this.dirty.add(group);
    }
    for (const field of fieldsIn(this.form)) {
      const group = groupOf(field.name);
      if (!this.dirty.has(group) || !missingNumber(field)) continue;
      this.dirty.delete(group);
      this.held.hold(group, this.desk.say("which"));
    }
    await this.flush();
    this.held.show();
    const first = this.held.first();
    if (first) (missingNumber(first) ?? first).focus();
    return !first && !this.dirty.size;
  }

  /** The last that can be done when the page is left. */
  leave(): void {
    if (!this.dirty.size) return;
    const sent = this.fields([...this.dirty]);
    sent.set("seen", this.desk.seen);
    navigator.sendBeacon(this.desk.address("change"), sent);
  }

  /** Put the new form in. What somebody is typing stays, and so does what was not taken. */
  answered(answer: Answer): void {
    const sent = this.sending;
    if (answer.told) for (const group of sent?.groups ?? []) this.held.hold(group, answer.told);
    if (!answer.form) return;
    const writing = sent && !sent.act ? document.activeElement : null;
    const isHalf = (field: Field) =>
      (field === writing && isTyped(field)) || ONLY_WITH_BUTTON.test(field.name) || this.isOwn(field);
    const known = new Set(fieldsIn(this.form).map((field) => field.id));
    const keeper = new Keeper(this.form, isHalf);
    this.putting = true;
    this.rows.put(answer.form);
    this.putting = false;
    keeper.restore();
    this.held.show();
    if (ADDING.test(sent?.act ?? "")) focusOnNew(this.form, known);
    else focusOn(this.form, answer.focus);
  }

  /** Whether what is in a field is not in the text: not sent yet, or not taken. */
  private isOwn(field: Field): boolean {
    const group = groupOf(field.name);
    return this.dirty.has(group) || this.held.has(group);
  }

  /** Note that a field was changed; whether it can be sent. */
  private note(field: Field): boolean {
    if (!field.name || ONLY_WITH_BUTTON.test(field.name)) return false;
    const group = groupOf(field.name);
    this.held.release(group);
    if (missingNumber(field)) {
      this.dirty.delete(group);
      this.held.hold(group);
      return false;
    }
    this.dirty.add(group);
    this.desk.typing(true);
    return true;
  }

  private wait(time: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), time);
  }

  private async sendDirty(): Promise<void> {
    const groups = [...this.dirty];
    if (groups.length) await this.send(this.fields(groups), { groups, act: "" });
  }

  private async send(sent: FormData, what: Sending): Promise<void> {
    for (const group of what.groups) this.dirty.delete(group);
    this.sending = what;
    const answer = await this.desk.send("change", sent);
    this.sending = null;
    if (!answer) for (const group of what.groups) this.dirty.add(group);
    else if (answer.told && what.groups.length > 1) await this.sendEach(what.groups);
    this.desk.typing(this.dirty.size > 0);
    if (!answer) this.wait(RETRY);
  }

  /** Of several groups one was not taken, and so none was: each by itself. */
  private async sendEach(groups: string[]): Promise<void> {
    for (const group of groups) {
      this.held.release(group);
      await this.send(this.fields([group]), { groups: [group], act: "" });
    }
  }

  /** Fields, each with those that belong to it. */
  private fields(groups: string[]): FormData {
    const wanted = new Set(groups);
    const sent = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (wanted.has(groupOf(name)) && !ONLY_WITH_BUTTON.test(name)) sent.append(name, value);
    }
    return sent;
  }
}

/** Go to the first field that was not there before, its words chosen to be written over. */
function focusOnNew(form: HTMLFormElement, known: Set<string>): void {
  const field = fieldsIn(form).find((each) => each.id && !known.has(each.id) && isTyped(each));
  field?.focus();
  if (isTyped(field ?? null)) (field as HTMLInputElement).select();
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
