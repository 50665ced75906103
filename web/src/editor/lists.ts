/** The lists of the form: the page holds each once, and a select gets its own when it is come to. */

/** Fill the select that somebody comes to, before it opens. */
export function addLists(form: HTMLFormElement): void {
  for (const kind of ["pointerdown", "focusin"]) {
    form.addEventListener(kind, (event) => {
      const field = event.target as Element;
      if (field instanceof HTMLSelectElement) fillList(field);
    });
  }
}

/** Put everything that can be chosen into a select; what is chosen stays so. */
export function fillList(select: HTMLSelectElement): void {
  const place = select.matches("[data-from]")
    ? select
    : select.querySelector<HTMLElement>("[data-from]");
  const name = place?.dataset["from"];
  if (!place || !name) return;
  const list = select.form?.querySelector<HTMLTemplateElement>(`template[data-list="${name}"]`);
  if (!list) return;
  delete place.dataset["from"];
  const chosen = select.value;
  const options = list.content.cloneNode(true) as DocumentFragment;
  const known = new Set([...options.querySelectorAll("option")].map((option) => option.value));
  for (const old of place.querySelectorAll("option")) if (known.has(old.value)) old.remove();
  place.append(options);
  select.value = chosen;
}
