/** Procedures to choose from while one types a part of their number or title. */

import type { Desk } from "./desk";

/** Fill the list of suggestions as somebody types. */
export function addProcedures(desk: Desk, form: HTMLFormElement): void {
  const list = document.getElementById("procedures");
  let latest = "";
  form.addEventListener("input", (event) => void suggest(event.target as HTMLInputElement));
  form.addEventListener("focusin", (event) => void suggest(event.target as HTMLInputElement));

  async function suggest(field: HTMLInputElement): Promise<void> {
    if (!("procedures" in field.dataset) || !list) return;
    const typed = field.value;
    latest = typed;
    const query = new URLSearchParams(desk.page.dataset["query"]);
    query.set("typed", typed);
    const answer = await fetch(`/write/procedures?${query}`).catch(() => null);
    if (!answer?.ok || latest !== typed) return;
    const found: { value: string; name: string }[] = await answer.json();
    list.replaceChildren(
      ...found.map(({ value, name }) => {
        const option = document.createElement("option");
        option.value = value;
        option.label = `${value} ${name}`;
        return option;
      }),
    );
  }
}
