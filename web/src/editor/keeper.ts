/** Remembers what a person has open and half typed while the form is put in anew. */

import { type Field, fieldsIn, grow, isBox, isTyped, keyOf, showMore } from "./fields";
import { fillList } from "./lists";

export class Keeper {
  private readonly open: string[];
  private readonly id: string;
  private readonly values = new Map<string, string>();
  private readonly selection: [number, number] | null = null;

  /** `isHalf` tells of a field that what is in it is the person's, whatever the server has. */
  constructor(
    private readonly form: HTMLFormElement,
    isHalf: (field: Field) => boolean,
  ) {
    this.open = [...form.querySelectorAll<HTMLDetailsElement>("details[open][id]")].map((e) => e.id);
    const active = document.activeElement;
    this.id = active && form.contains(active) ? active.id : "";
    for (const field of fieldsIn(form)) {
      if (isHalf(field)) this.values.set(keyOf(field), isBox(field) ? `${field.checked}` : field.value);
    }
    if (isTyped(active)) this.selection = [active.selectionStart ?? 0, active.selectionEnd ?? 0];
  }

  restore(): void {
    for (const id of this.open) {
      const details = document.getElementById(id);
      if (details instanceof HTMLDetailsElement) details.open = true;
    }
    for (const field of fieldsIn(this.form)) {
      const value = this.values.get(keyOf(field));
      if (value !== undefined) put(field, value);
    }
    const field = this.id ? document.getElementById(this.id) : null;
    field?.focus({ preventScroll: true });
    if (this.selection && isTyped(field)) field.setSelectionRange(...this.selection);
  }
}

function put(field: Field, value: string): void {
  if (field instanceof HTMLSelectElement) fillList(field);
  if (isBox(field)) field.checked = value === "true";
  else field.value = value;
  if (field instanceof HTMLTextAreaElement) grow(field);
  if (field instanceof HTMLSelectElement && "goal" in field.dataset) showMore(field);
}
