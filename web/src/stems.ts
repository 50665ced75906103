/** The stems of words; the same as `sopkit/find/stems.py`. */

import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "stemmer";

const PARTING = /(bl|log)(?:y|i|ies|ied|ying)$/;

/** The stem of a folded word; the word itself in languages that have no stems here. */
export function stem(word: string, language: string): string {
  if ([...word].length < 3) return word;
  if (language === "en") {
    return english(word.replace(PARTING, (_, kept) => (kept === "bl" ? "ble" : "log")));
  }
  return language === "nl" ? hardened(dutch(word)) : word;
}

/** A Dutch stem as it stands without an ending: `boze` and `boos` are one word. */
function hardened(found: string): string {
  return found.replace(/z$/, "s").replace(/v$/, "f");
}
