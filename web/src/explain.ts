/** Terms explained where they stand: beside the word, by mouse, keyboard and touch. */

const PAUSE = 250;
const GAP = 6;

/** Let every term show the definition that its `data-term` names. */
export function addExplanations(): void {
  const terms = [...document.querySelectorAll<HTMLAnchorElement>("a[data-term]")];
  if (terms.length > 0 && "popover" in HTMLElement.prototype) new Explainer(terms);
}

class Explainer {
  private readonly tip = document.createElement("div");
  private term: HTMLAnchorElement | undefined;
  private timer = 0;

  constructor(terms: HTMLAnchorElement[]) {
    this.tip.className = "explanation";
    this.tip.popover = "manual";
    (document.querySelector("main") ?? document.body).append(this.tip);
    for (const term of terms) {
      // A reader who hears the word hears its definition after it.
      term.setAttribute("aria-describedby", term.dataset["term"]!);
      term.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse") this.later(() => this.show(term));
      });
      term.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") this.later(() => this.hide());
      });
      term.addEventListener("focus", () => {
        if (term.matches(":focus-visible")) this.show(term);
      });
      term.addEventListener("blur", () => this.later(() => this.hide()));
      term.addEventListener("click", (event) => this.touched(event, term));
    }
    this.tip.addEventListener("pointerenter", () => window.clearTimeout(this.timer));
    this.tip.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.later(() => this.hide());
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
    document.addEventListener("pointerdown", (event) => {
      const at = event.target as Node;
      if (!this.tip.contains(at) && !this.term?.contains(at)) this.hide();
    });
    document.addEventListener("scroll", () => this.place(), { capture: true, passive: true });
    window.addEventListener("resize", () => this.place());
  }

  /** A finger cannot hover: the first touch shows, and what is shown links on. */
  private touched(event: MouseEvent, term: HTMLAnchorElement): void {
    if (!(event instanceof PointerEvent) || event.pointerType !== "touch") return;
    event.preventDefault();
    if (this.term === term) this.hide();
    else this.show(term);
  }

  private later(act: () => void): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(act, PAUSE);
  }

  private show(term: HTMLAnchorElement): void {
    window.clearTimeout(this.timer);
    const definition = document.getElementById(term.dataset["term"]!);
    if (!definition?.parentElement) return;
    this.term = term;
    this.tip.lang = definition.lang || (definition.closest("[lang]") as HTMLElement).lang;
    const shown = definition.parentElement!.cloneNode(true) as HTMLElement;
    for (const element of shown.querySelectorAll("[id]")) element.removeAttribute("id");
    this.tip.replaceChildren(...shown.childNodes);
    this.tip.showPopover();
    this.place();
  }

  private hide(): void {
    window.clearTimeout(this.timer);
    if (!this.term) return;
    this.term = undefined;
    this.tip.hidePopover();
  }

  /** Under the word, above it where there is no room, and never outside the window. */
  private place(): void {
    if (!this.term) return;
    const word = this.term.getClientRects()[0];
    if (!word) return;
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const widest = document.documentElement.clientWidth - width - GAP;
    const below = word.bottom + GAP;
    const above = word.top - GAP - height;
    const fits = below + height <= window.innerHeight || above < 0;
    this.tip.style.left = `${Math.max(GAP, Math.min(word.left, widest))}px`;
    this.tip.style.top = `${fits ? below : above}px`;
  }
}
