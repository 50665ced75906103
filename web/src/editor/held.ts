/** What the server did not take: it stays as it was typed, each with the reason beside it. */

import { type Field, fieldsIn, groupOf } from "./fields";

export class Held {
  private readonly reasons = new Map<string, string>();

  constructor(private readonly form: HTMLFormElement) {}

  /** The groups of fields that were not taken. */
  get groups(): string[] {
    return [...this.reasons.keys()];
  }

  has(group: string): boolean {
    return this.reasons.has(group);
  }

  /** Hold a group back; without a reason nothing is said, for it is only not complete. */
  hold(group: string, reason = ""): void {
    this.reasons.set(group, reason);
  }

  /** Let a group go: it was changed, or is tried once more. */
  release(group: string): void {
    if (this.reasons.delete(group)) this.show();
  }

  /** Go to the first field that was not taken; null if all were. */
  first(): Field | null {
    return fieldsIn(this.form).find((field) => this.has(groupOf(field.name))) ?? null;
  }

  /** Say the reasons beside their fields, also in a form that was put in anew. */
  show(): void {
    for (const note of this.form.querySelectorAll("[data-not-taken]")) note.remove();
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    const told = new Set<string>();
    for (const field of this.reasons.size ? fieldsIn(this.form) : []) {
      const group = groupOf(field.name);
      const reason = this.reasons.get(group);
      if (!reason || told.has(group)) continue;
      told.add(group);
      this.tell(field, reason);
    }
  }

  private tell(field: Field, reason: string): void {
    const note = document.createElement("span");
    note.className = "not-taken";
    note.id = `not-taken-${field.id}`;
    note.dataset["notTaken"] = "";
    note.textContent = reason;
    const around = field.closest(".field");
    if (around) around.append(note);
    else field.after(note);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
  }
}
