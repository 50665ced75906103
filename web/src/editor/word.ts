/** What Word and browsers put on the clipboard, as Markdown. */

import TurndownService from "turndown";

const LEVEL = /mso-list:[^;]*level(\d+)/;

/** Headings, lists, emphasis and links of a text in HTML. */
export function markdownOf(html: string): string {
  const service = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    emDelimiter: "*",
  });
  service.remove(["style", "script", "title", "meta", "link"] as (keyof HTMLElementTagNameMap)[]);
  return service
    .turndown(listed(html))
    .replace(/^(\s*(?:[-*]|\d+\.)) +/gm, "$1 ")
    .replace(/^(#{1,2}) /gm, "### ")
    .replace(/\u00a0/g, " ")
    .trim();
}

/** The lines of a text: its paragraphs and list items, those of inner lists indented. */
export function lines(html: string): string[] {
  const found: string[] = [];
  for (const element of listed(html).querySelectorAll("li, p, h1, h2, h3, h4, h5, h6")) {
    if (element.tagName === "P" && element.closest("li")) continue;
    const own = element.cloneNode(true) as Element;
    for (const inner of own.querySelectorAll("ol, ul")) inner.remove();
    const words = (own.textContent ?? "").replace(/\s+/g, " ").trim();
    if (words) found.push("  ".repeat(depthOf(element)) + words);
  }
  return found;
}

function depthOf(element: Element): number {
  let depth = 0;
  for (let list = element.closest("ol, ul"); list; list = list.parentElement?.closest("ol, ul") ?? null) {
    depth += 1;
  }
  return Math.max(depth - 1, 0);
}

/** A text without style: the application allows none, and a browser complains of each it meets. */
function unstyled(html: string): string {
  return html
    .replace(/<style[\s>][\s\S]*?<\/style>/gi, "")
    .replace(/(<[^<>]*?\s)style(\s*=)/gi, "$1data-style$2");
}

/** The body of a text, with Word's paragraphs that only look like lists made into lists. */
function listed(html: string): HTMLElement {
  const body = new DOMParser().parseFromString(unstyled(html), "text/html").body;
  const lists: HTMLElement[] = [];
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = Number(LEVEL.exec(paragraph.getAttribute("data-style") ?? "")?.[1] ?? 0);
    if (!level) {
      if (paragraph.textContent?.trim()) lists.length = 0;
      continue;
    }
    const numbered = /^\s*(\d+|[a-z])[.)]/.test(markOf(paragraph));
    lists.length = Math.min(lists.length, level);
    while (lists.length < level) lists.push(begin(numbered ? "ol" : "ul", lists, paragraph));
    const item = document.createElement("li");
    item.innerHTML = paragraph.innerHTML;
    lists[level - 1]?.append(item);
    paragraph.remove();
  }
  return body;
}

/** Word writes the number or bullet of an item as text of its own; take it out and give it. */
function markOf(paragraph: Element): string {
  const mark = paragraph.querySelector("[data-style*='mso-list:Ignore' i]");
  mark?.remove();
  return mark?.textContent ?? "";
}

function begin(kind: "ol" | "ul", lists: HTMLElement[], before: Element): HTMLElement {
  const list = document.createElement(kind);
  const around = lists.at(-1);
  if (around) (around.lastElementChild ?? around).append(list);
  else before.before(list);
  return list;
}
