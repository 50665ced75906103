/** The script of the web application; every page also works without it. */

import "htmx.org";
import { addSearchKeys } from "./app/search";
import { addExplanations } from "./explain";
import { addPairing } from "./pairing";

addPairing();
addExplanations();
addSearchKeys();
