/** Pictures that are chosen, pasted or dropped: each goes to the step that it was put on. */

import type { Desk } from "./desk";
import type { Sender } from "./form";

/** Take pictures on the rows of a form. */
export function addPictures(desk: Desk, form: HTMLFormElement, sender: Sender): void {
  form.addEventListener("paste", (event) => take(event, event.clipboardData));
  form.addEventListener("drop", (event) => take(event, event.dataTransfer));
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });

  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-add-picture]");
    const row = rowOf(button);
    if (row === undefined) return;
    const file = document.createElement("input");
    file.type = "file";
    file.accept = "image/*";
    file.addEventListener("change", () => file.files?.[0] && put(file.files[0], row));
    file.click();
  });

  function take(event: Event, data: DataTransfer | null): void {
    const picture = pictureIn(data);
    const row = rowOf(event.target as Element);
    if (!picture || row === undefined) return;
    event.preventDefault();
    put(picture, row);
  }

  function put(picture: File, row: string): void {
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

function rowOf(element: Element | null): string | undefined {
  return element?.closest<HTMLElement>("[data-row]")?.dataset["row"];
}

/** The picture among what is pasted or dropped, if text is not what was meant. */
export function pictureIn(data: DataTransfer | null): File | null {
  if (!data || data.types.includes("text/html")) return null;
  return [...data.files].find((file) => file.type.startsWith("image/")) ?? null;
}
