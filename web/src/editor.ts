/** The form on which a procedure is written; it also works without this script. */

import { Desk } from "./editor/desk";
import { addForm } from "./editor/form";

const page = document.querySelector<HTMLElement>("[data-editor]");
if (page) addForm(new Desk(page));
