/** Fields of the form: what they are called, what belongs together, and how they fit. */

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const ALL = "[name]:not([type=hidden], button)";

/** The fields in an element. */
export function fieldsIn(element: Element): Field[] {
  return [...element.querySelectorAll<Field>(ALL)];
}

/** What is sent together: an amount with its unit, a goal with what it needs, a term. */
export function groupOf(name: string): string {
  return name
    .replace(/\.unit$/, "")
    .replace(/\.goal(-number|-end)$/, ".goal")
    .replace(/^(term\.\d+|target\.[^.]+)\..*$/, "$1")
    .replace(/(\.part\.\d+)\.alert$/, "$1");
}

/** What a field is called: boxes share a name. */
export function keyOf(field: Field): string {
  return isBox(field) ? `${field.name}=${field.value}` : field.name;
}

/** Whether it is a box to tick. */
export function isBox(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === "checkbox";
}

/** Whether one types into it. */
export function isTyped(field: Element | null): field is HTMLInputElement | HTMLTextAreaElement {
  if (field instanceof HTMLTextAreaElement) return true;
  return field instanceof HTMLInputElement && field.type === "text";
}

/** Where it must be said to which procedure one is led, and is not: the field for its number. */
export function missingNumber(field: Field): HTMLInputElement | null {
  const goal = field.closest(".goal");
  if (goal?.querySelector<HTMLSelectElement>("[data-goal]")?.value !== "sop") return null;
  const number = goal.querySelector<HTMLInputElement>("[data-procedures]");
  return number?.value.trim() ? null : number;
}

/** Make fields that were put in fit what is in them; those of rows that stayed do already. */
export function prepare(form: HTMLFormElement, stayed: ReadonlySet<Element> = new Set()): void {
  const isNew = (field: Element) => !stayed.has(field.closest("[data-row]") ?? form);
  for (const area of form.querySelectorAll<HTMLTextAreaElement>("[data-grow]")) {
    if (isNew(area)) grow(area);
  }
  for (const select of form.querySelectorAll<HTMLSelectElement>("[data-goal]")) {
    if (isNew(select)) showMore(select);
  }
  for (const button of form.querySelectorAll<HTMLElement>("[data-scripted]")) button.hidden = false;
}

/** As high as its text. */
export function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  if (area.scrollHeight) area.style.height = `${area.scrollHeight + 2}px`;
}

/** Show the fields that a choice needs, and no others. */
export function showMore(select: HTMLSelectElement): void {
  for (const more of select.parentElement?.querySelectorAll<HTMLElement>("[data-when]") ?? []) {
    more.hidden = more.dataset["when"] !== select.value;
  }
}
