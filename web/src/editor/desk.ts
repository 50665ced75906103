/** The text that is written, as the server has it: what was seen of it, and how to change it. */

/** A finding of the check, with its place in the text. */
export interface Mark {
  name: string;
  severity: string;
  told: string;
  advice: string;
  fixable: boolean;
  from: [number, number];
  to: [number, number];
}

/** What the server answers to a change: the text as it is now, and its page. */
export interface Answer {
  seen: string;
  text: string;
  form: string;
  findings: string;
  state: string;
  actions: string;
  marks: Mark[];
  told: string;
  focus: string;
}

type Work = () => Promise<void>;

export class Desk {
  readonly frozen: boolean;
  readonly nonce: string;
  private readonly words: Record<string, string>;
  private queue: Promise<void> = Promise.resolve();
  private waits = 0;
  private pending = false;
  private drawing = false;
  private outdated = false;
  private readonly listeners: ((answer: Answer) => void)[] = [];

  constructor(readonly page: HTMLElement) {
    this.words = JSON.parse(page.dataset["words"] ?? "{}");
    this.frozen = "frozen" in page.dataset;
    this.nonce = page.dataset["nonce"] ?? "";
    page.addEventListener("click", (event) => this.clicked(event));
    page.addEventListener("keydown", (event) => this.undoPressed(event));
    page.querySelector("[data-save]")?.addEventListener("click", (event) => this.save(event));
    page.querySelector("[data-note]")?.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Enter") this.save(event);
    });
  }

  /** A sentence of the interface. */
  say(name: string): string {
    return this.words[name] ?? name;
  }

  /** The address of a part of the editor. */
  address(part: string): string {
    return `${this.page.dataset["base"]}/${part}?${this.page.dataset["query"]}`;
  }

  get seen(): string {
    return this.page.querySelector<HTMLInputElement>("[data-seen]")?.value ?? "";
  }

  /** The rows of the form that need not be sent again, by the digests that they came with. */
  rows: () => string = () => "";

  /** What is to be sent before anything else happens: fields in which somebody is typing. */
  flush: () => Promise<void> = async () => {};

  /** Send everything, also what was not taken before; whether it is in the text now. */
  settle: () => Promise<boolean> = async () => {
    await this.flush();
    return true;
  };

  /** Tell what came of each change. */
  onAnswer(listener: (answer: Answer) => void): void {
    this.listeners.push(listener);
  }

  /** Do one thing after the other: each change is made to the text that the last one gave. */
  inTurn(work: Work): Promise<void> {
    this.waits += 1;
    this.showBusy();
    this.queue = this.queue.then(work, work).finally(() => {
      this.waits -= 1;
      this.showBusy();
    });
    return this.queue;
  }

  /** Tell whether something was typed that was not sent yet. */
  typing(pending: boolean): void {
    this.pending = pending;
    this.showBusy();
  }

  private showBusy(): void {
    this.page.toggleAttribute("data-busy", this.waits > 0 || this.pending);
  }

  /** Send a change; null when there is no connection. */
  async send(part: string, form: FormData): Promise<Answer | null> {
    form.set("seen", this.seen);
    form.set("rows", this.rows());
    this.tell(this.say("saving"));
    try {
      const answer = await fetch(this.address(part), {
        method: "POST",
        body: form,
        headers: { "X-Editor": "1" },
      });
      if (!(answer.headers.get("content-type") ?? "").includes("json")) {
        location.reload(); // signed out, or the procedure is gone: the page tells
        return null;
      }
      const told: Answer = await answer.json();
      this.show(told);
      return told;
    } catch {
      this.tell(this.say("failed"));
      return null;
    }
  }

  /** Say in the bar what is going on. */
  tell(words: string): void {
    const place = this.page.querySelector("[data-kept]");
    if (place) place.textContent = words;
  }

  private show(answer: Answer): void {
    if (!answer.seen) {
      this.tell(answer.told);
      return;
    }
    for (const field of this.page.querySelectorAll<HTMLInputElement>("[data-seen]")) {
      field.value = answer.seen;
    }
    this.fill("state", answer.state);
    this.fill("actions", answer.actions);
    this.fill("findings", answer.findings);
    for (const listener of this.listeners) listener(answer);
    void this.draw();
  }

  /** Have the preview drawn anew; what changes meanwhile is drawn after that, all at once. */
  private async draw(): Promise<void> {
    this.outdated = true;
    if (this.drawing) return;
    this.drawing = true;
    while (this.outdated) {
      this.outdated = false;
      try {
        const answer = await fetch(this.address("preview"));
        const shown: { preview: string; chart: string } = await answer.json();
        if (!answer.ok) break;
        this.fill("preview", shown.preview);
        this.fill("chart", shown.chart);
      } catch {
        break; // no connection: the next change tells, and draws
      }
    }
    this.drawing = false;
  }

  /** Put a part of the page in anew; a button that has the focus keeps it. */
  private fill(name: string, html: string): void {
    const place = this.page.querySelector(`[data-${name}]`);
    if (!place) return;
    const focused = place.contains(document.activeElement) ? document.activeElement?.id : "";
    place.innerHTML = html;
    if (!focused) return;
    const again = place.querySelector<HTMLElement>(`#${focused}:enabled`);
    (again ?? place.querySelector<HTMLElement>("button:enabled"))?.focus();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const mend = target.closest<HTMLElement>("[data-mend]");
    const way = target.closest<HTMLElement>("[data-way]");
    if (!mend && !way) return;
    event.preventDefault();
    if (mend) this.mend(mend.dataset["mend"] ?? "");
    else if (way) this.step(way.dataset["way"] ?? "");
  }

  /** The keys that undo; what was typed just now, and is not sent yet, the browser undoes. */
  private undoPressed(event: KeyboardEvent): void {
    const wanted = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const target = event.target as Element;
    if (!wanted || this.frozen || target.closest("[contenteditable]")) return;
    const field = target.closest("input, textarea");
    if (field && (this.pending || !field.closest("[data-form]"))) return;
    event.preventDefault();
    this.step(event.shiftKey ? "forward" : "back");
  }

  /** Undo the last change, or make it again. */
  private step(way: string): void {
    void this.flush().then(() =>
      this.inTurn(async () => {
        const form = new FormData();
        form.set("way", way);
        form.set("mode", this.page.dataset["mode"] ?? "form");
        await this.send("step", form);
      }),
    );
  }

  /** Mend a finding. */
  mend(name: string): void {
    void this.flush().then(() =>
      this.inTurn(async () => {
        const form = new FormData();
        form.set("finding", name);
        form.set("mode", this.page.dataset["mode"] ?? "form");
        await this.send("mend", form);
      }),
    );
  }

  /** Save what is kept, once everything that was typed is. */
  private save(event: Event): void {
    event.preventDefault();
    const form = this.page.querySelector<HTMLFormElement>("[data-saving]");
    const note = this.page.querySelector<HTMLInputElement>("[data-note]");
    const sent = form?.elements.namedItem("note");
    if (!form || !note || !(sent instanceof HTMLInputElement)) return;
    sent.value = note.value;
    void this.settle().then((done) => {
      if (done) void this.inTurn(async () => form.submit());
    });
  }
}
