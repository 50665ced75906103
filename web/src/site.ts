/** What the script adds to every page; each part looks for its own element and may find none. */

import { addSearch } from "./finder";
import { addPairing } from "./pairing";
import { addExplanations } from "./explain";

addSearch();
addPairing();
addExplanations();
