/** The search of every page: as you type, over an index that is loaded when it is first needed. */

import { MOST_HITS, Index, type Hit, type IndexFile } from "./search";
import { words } from "./words";
import { stem } from "./stems";

declare global {
  // The file of the index sets it; a page from a file may not read other files otherwise.
  var sopkitSearchIndex: IndexFile | undefined;
}

const PAUSE = 60;

/** Show the search form and let it answer. */
export function addSearch(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-search]");
  if (form) new Finder(form);
}

class Finder {
  private readonly field: HTMLInputElement;
  private readonly panel: HTMLElement;
  private readonly status: HTMLElement;
  private readonly list: HTMLElement;
  private index: Promise<Index> | undefined;
  private timer = 0;
  private asked = 0;
  private answered: string | undefined;

  constructor(private readonly form: HTMLFormElement) {
    this.field = form.querySelector("input")!;
    this.panel = form.querySelector(".hits")!;
    this.status = form.querySelector("[role=status]")!;
    this.list = form.querySelector(".hits ol")!;
    form.hidden = false;
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("focusout", (event) => this.left(event));
    this.field.addEventListener("focus", () => void this.load());
    this.field.addEventListener("input", () => this.typed());
    document.addEventListener("keydown", (event) => this.summoned(event));
    document.addEventListener("pointerdown", (event) => {
      if (!form.contains(event.target as Node)) this.close();
    });
    if (this.field.value) this.typed();
  }

  private load(): Promise<Index> {
    this.index ??= new Promise<Index>((resolve, reject) => {
      const script = document.createElement("script");
      script.src = this.form.dataset["search"]!;
      script.onload = () => {
        const file = globalThis.sopkitSearchIndex;
        if (file) resolve(new Index(file));
        else reject(new Error("no index"));
      };
      script.onerror = () => reject(new Error("no index"));
      document.head.append(script);
    });
    return this.index;
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.answer(), PAUSE);
  }

  private async answer(): Promise<void> {
    const asked = ++this.asked;
    const query = this.field.value;
    if (words(query).length === 0) {
      this.close();
      return;
    }
    try {
      const index = await this.load();
      if (asked === this.asked) this.show(index.search(query, document.documentElement.lang), query);
    } catch {
      this.list.replaceChildren();
      this.say(this.form.dataset["failed"]!);
      this.panel.hidden = false;
    }
  }

  private show(hits: Hit[], query: string): void {
    const marker = new Marker(query);
    this.list.replaceChildren(...hits.map((hit) => this.item(hit, marker)));
    const { none, one, many, most } = this.form.dataset;
    const text = [none, one][hits.length] ?? (hits.length < MOST_HITS ? many : most);
    this.say(text!.replace("{count}", String(hits.length)));
    this.answered = query;
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  private item(hit: Hit, marker: Marker): HTMLLIElement {
    const found = hit.document;
    const item = document.createElement("li");
    if (found.tag !== document.documentElement.lang) {
      item.lang = found.tag;
      item.dir = found.direction;
    }
    const link = anchor(found.address, "hit");
    const number = element("span", "number", found.number);
    link.append(number, " ", ...marker.marked(found.title, found.language));
    item.append(link);
    if (found.department) item.append(" ", element("span", "department", found.department));
    if (hit.situation) {
      const situation = element("p", "situation");
      situation.append(...marker.marked(hit.situation, found.language));
      item.append(situation);
    }
    if (hit.steps.length > 0) item.append(this.steps(hit, marker));
    return item;
  }

  private steps(hit: Hit, marker: Marker): HTMLElement {
    const list = element("ul", "steps-found");
    for (const index of hit.steps) {
      const [id, number, title] = hit.document.steps[index]!;
      const link = anchor(`${hit.document.address}#${encodeURIComponent(id)}`, "hit");
      const words = element("span", "number");
      words.lang = document.documentElement.lang;
      words.append(this.form.dataset["step"]!.replace("{number}", number));
      link.append(words, " ", ...marker.marked(title, hit.document.language));
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    return list;
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  private close(): void {
    this.asked++;
    this.panel.hidden = true;
    this.status.textContent = "";
  }

  /** Enter in the field goes to the best hit. */
  private async submitted(event: Event): Promise<void> {
    event.preventDefault();
    await this.settle();
    if (!this.panel.hidden) this.links()[0]?.click();
  }

  /** Answer what is in the field at once, or the hits would change under the reader's hands. */
  private async settle(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.panel.hidden || this.answered !== this.field.value) await this.answer();
  }

  private links(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll<HTMLAnchorElement>("a.hit")];
  }

  /** The arrows walk from the field through the hits and back; Escape closes. */
  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.panel.hidden) {
      event.preventDefault();
      this.close();
      this.field.focus();
      return;
    }
    if (this.panel.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    void this.walk(event.key === "ArrowDown" ? 1 : -1);
  }

  private async walk(by: number): Promise<void> {
    await this.settle();
    const stops: HTMLElement[] = [this.field, ...this.links()];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (at >= 0) stops[at + by]?.focus();
  }

  private left(event: FocusEvent): void {
    if (event.relatedTarget && !this.form.contains(event.relatedTarget as Node)) this.close();
  }

  /** A slash anywhere goes to the search, unless somebody is writing one. */
  private summoned(event: KeyboardEvent): void {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target as HTMLElement;
    if (at.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    this.field.focus();
    this.field.select();
  }
}

/** Marks the words of a query in a text, in whatever form they stand there. */
class Marker {
  private readonly sought: string[];

  constructor(query: string) {
    this.sought = words(query);
  }

  marked(text: string, language: string): (string | HTMLElement)[] {
    return text.split(/([\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*)/u).map((piece, index) => {
      if (index % 2 === 0 || !this.fits(piece, language)) return piece;
      return element("mark", "", piece);
    });
  }

  private fits(piece: string, language: string): boolean {
    return words(piece).some((word) =>
      this.sought.some(
        (wanted) =>
          stem(word, language) === stem(wanted, language) ||
          (wanted.length > 1 && word.startsWith(wanted)),
      ),
    );
  }
}

function element(tag: string, name: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

function anchor(address: string, name: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = address;
  made.className = name;
  return made;
}
