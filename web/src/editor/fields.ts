/** What the script does to fields: text grows with what is in it, a choice shows what it needs. */

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Make fields that were put in fit what is in them; those of rows that stayed do already. */
export function prepare(form: HTMLFormElement, stayed: ReadonlySet<Element> = new Set()): void {
  const isNew = (field: Element) => !stayed.has(field.closest("[data-row]") ?? form);
  for (const area of form.querySelectorAll<HTMLTextAreaElement>("[data-grow]")) {
    if (isNew(area)) grow(area);
  }
  for (const select of form.querySelectorAll<HTMLSelectElement>("[data-goal]")) {
    if (isNew(select)) showMore(select);
  }
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
