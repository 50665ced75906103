/** The rows of the form: those that nobody touched since they came are not sent again. */

import { prepare } from "./fields";

export class Rows {
  private sent = new Map<string, HTMLElement>();

  constructor(private readonly form: HTMLFormElement) {
    for (const kind of ["input", "change", "pointerdown", "focusin"]) {
      form.addEventListener(kind, (event) => this.touched(event.target as Element), true);
    }
  }

  /** Note which rows are as they came, and name them for the server. */
  names(): string {
    this.sent = new Map();
    for (const row of this.form.querySelectorAll<HTMLElement>("[data-version]")) {
      this.sent.set(row.dataset["version"] ?? "", row);
    }
    return [...this.sent.keys()].join(" ");
  }

  /** Put a new form in; the rows whose places it holds stay as they are. */
  put(html: string): void {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const kept = new Set<Element>();
    for (const place of fresh.content.querySelectorAll<HTMLElement>("[data-kept]")) {
      const row = this.sent.get(place.dataset["kept"] ?? "");
      if (!row) continue;
      place.replaceWith(row);
      kept.add(row);
    }
    this.form.replaceChildren(fresh.content);
    prepare(this.form, kept);
  }

  /** What somebody typed or a list that was filled may differ from what the server knows. */
  private touched(field: Element): void {
    if (!field.matches("input, select, textarea")) return;
    field.closest<HTMLElement>("[data-version]")?.removeAttribute("data-version");
  }
}
