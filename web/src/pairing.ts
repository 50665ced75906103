/** Steps of the document and nodes of the flowchart that belong together show each other. */

const PAUSE = 90;
const ROOM = 24;

/** Pair everything with the same `data-step`; the pane with `data-pane` scrolls, the page never. */
export function addPairing(): void {
  const pane = document.querySelector<HTMLElement>("[data-pane]");
  const article = document.querySelector<HTMLElement>("[data-steps]");
  if (pane && article) new Pairing(article, pane);
}

class Pairing {
  private readonly steps = new Map<string, Element[]>();
  private readonly nodes = new Map<string, Element[]>();
  private shown: string | undefined;
  private timer = 0;

  constructor(
    private readonly article: HTMLElement,
    private readonly pane: HTMLElement,
  ) {
    collect(article, this.steps);
    collect(pane, this.nodes);
    for (const [side, scrolls] of [
      [article, true],
      [pane, false],
    ] as const) {
      side.addEventListener("pointerover", (event) => this.entered(event, scrolls));
      side.addEventListener("focusin", (event) => this.entered(event, scrolls));
      side.addEventListener("pointerleave", () => this.left());
      side.addEventListener("focusout", () => this.left());
    }
    window.addEventListener("hashchange", () => this.arrived());
    this.arrived();
  }

  private entered(event: Event, scrolls: boolean): void {
    const found = (event.target as Element).closest<HTMLElement | SVGElement>("[data-step]");
    const step = found?.dataset["step"];
    window.clearTimeout(this.timer);
    // A pointer that only passes by moves nothing.
    const wait = event.type === "focusin" ? 0 : PAUSE;
    this.timer = window.setTimeout(() => this.show(step, scrolls), wait);
  }

  /** What has the focus stays marked when the pointer goes. */
  private left(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const at = document.activeElement?.closest<HTMLElement | SVGElement>("[data-step]");
      this.show(at?.dataset["step"], false);
    }, PAUSE);
  }

  /** A link to a step shows its node as well. */
  private arrived(): void {
    const target = document.getElementById(decoded(window.location.hash.slice(1)));
    const step = target?.dataset["step"];
    if (step && this.article.contains(target)) this.show(step, true);
  }

  private show(step: string | undefined, scrolls: boolean): void {
    if (step !== this.shown) {
      this.mark(this.shown, false);
      this.mark(step, true);
      this.shown = step;
    }
    const node = step === undefined ? undefined : this.nodes.get(step)?.[0];
    if (node && scrolls) reveal(node, this.pane);
  }

  private mark(step: string | undefined, on: boolean): void {
    if (step === undefined) return;
    for (const side of [this.steps, this.nodes]) {
      for (const element of side.get(step) ?? []) element.classList.toggle("paired", on);
    }
  }
}

function collect(side: HTMLElement, found: Map<string, Element[]>): void {
  for (const element of side.querySelectorAll<HTMLElement | SVGElement>("[data-step]")) {
    const step = element.dataset["step"]!;
    found.set(step, [...(found.get(step) ?? []), element]);
  }
}

/** Scroll the pane, and nothing else, until an element in it is to be seen. */
function reveal(element: Element, pane: HTMLElement): void {
  const inner = element.getBoundingClientRect();
  const outer = pane.getBoundingClientRect();
  const top = shift(inner.top, inner.bottom, outer.top, outer.top + pane.clientHeight);
  const left = shift(inner.left, inner.right, outer.left, outer.left + pane.clientWidth);
  if (top === 0 && left === 0) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  pane.scrollBy({ top, left, behavior: calm ? "instant" : "smooth" });
}

/** How far to scroll so that a stretch comes to the middle; 0 if it is to be seen already. */
function shift(from: number, to: number, first: number, last: number): number {
  if (from >= first + ROOM && to <= last - ROOM) return 0;
  if (to - from > last - first) return from - first - ROOM;
  return (from + to) / 2 - (first + last) / 2;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
