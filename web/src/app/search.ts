/** The search in the head of every page: keys that walk through its hits, and close them. */

/** Let the keyboard and the pointer use the hits that htmx puts below the field. */
export function addSearchKeys(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-finder]");
  const field = form?.querySelector("input");
  const panel = form?.querySelector<HTMLElement>(".hits");
  if (!form || !field || !panel) return;

  const close = (): void => panel.replaceChildren();

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.childElementCount > 0) {
      event.preventDefault();
      close();
      field.focus();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops: HTMLElement[] = [field, ...panel.querySelectorAll<HTMLElement>("a.hit")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? undefined : stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget as Node)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target as Node)) close();
  });
  document.addEventListener("keydown", (event) => summoned(event, field));
}

/** A slash anywhere goes to the search, unless somebody is writing one. */
function summoned(event: KeyboardEvent, field: HTMLInputElement): void {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target as HTMLElement;
  if (at.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  field.focus();
  field.select();
}
