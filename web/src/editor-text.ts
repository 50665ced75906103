/** The text of a procedure itself; it can also be written without this script. */

import { Desk } from "./editor/desk";
import { addText } from "./editor/text";

const page = document.querySelector<HTMLElement>("[data-editor]");
if (page) addText(new Desk(page));
