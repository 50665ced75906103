/** A text as the words that are compared; the same as `sopkit/find/words.py`. */

const MOST_LETTERS = 40;
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const NUMBER = /^([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:-([0-9]+))?$/;

/** A text in lower case and without accents. */
export function fold(text: string): string {
  const lower = text.replaceAll("İ", "i").toLowerCase().replaceAll("ß", "ss");
  return lower.normalize("NFD").replace(/\p{M}/gu, "");
}

/** The words of a text, in its order. */
export function words(text: string): string[] {
  return (fold(text).match(WORD) ?? []).flatMap(parts);
}

function parts(written: string): string[] {
  const word = written.replace(/['’].*$/su, "");
  const number = NUMBER.exec(word);
  if (number && /[0-9]$/.test(word)) {
    return [cut(`${number[1]?.replaceAll("-", "")}${withoutZeros(number[2] ?? "")}`)];
  }
  if (!word.includes("-")) {
    return [cut(/^[0-9]+$/.test(word) ? withoutZeros(word) : word)];
  }
  const pieces = word.split("-").filter((piece) => [...piece].length > 1);
  return [...new Set([word.replaceAll("-", ""), ...pieces].map(cut))];
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, "") || digits.slice(0, 1);
}

function cut(word: string): string {
  return [...word].slice(0, MOST_LETTERS).join("");
}
