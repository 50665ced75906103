/** Pictures that are pasted or dropped: each goes to the step that it was put on. */

import type { Desk } from "./desk";
import type { Sender } from "./form";

/** Take pictures on the rows of a form. */
export function addPictures(desk: Desk, form: HTMLFormElement, sender: Sender): void {
  form.addEventListener("paste", (event) => take(event, event.clipboardData));
  form.addEventListener("drop", (event) => take(event, event.dataTransfer));
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });

  function take(event: Event, data: DataTransfer | null): void {
    const picture = pictureIn(data);
    const row = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"];
    if (!picture || row === undefined) return;
    event.preventDefault();
    void sender.flush().then(() =>
      desk.inTurn(async () => {
        const sent = new FormData();
        sent.set("picture", picture);
        sent.set("item", row);
        await desk.send("pictures", sent);
        const described = document.querySelectorAll<HTMLInputElement>(`#row-${row} .image input`);
        described[described.length - 1]?.focus();
      }),
    );
  }
}

/** The picture among what is pasted or dropped, if text is not what was meant. */
export function pictureIn(data: DataTransfer | null): File | null {
  if (!data || data.types.includes("text/html")) return null;
  return [...data.files].find((file) => file.type.startsWith("image/")) ?? null;
}
