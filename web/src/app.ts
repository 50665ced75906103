/** The script of the web application; every page also works without it. */

import "htmx.org";
import { addPairing } from "./pairing";
import { addExplanations } from "./explain";

addPairing();
addExplanations();
