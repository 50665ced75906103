/** Words that differ by a typing error; the same as `sopkit/find/near.py`. */

const LEAST_LETTERS = 4;
const LONG = 8;

/** For each trigram the words of a vocabulary that hold it. */
export function byTrigram(vocabulary: Iterable<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const word of vocabulary) {
    for (const trigram of trigrams(word)) {
      const words = found.get(trigram);
      if (words) words.push(word);
      else found.set(trigram, [word]);
    }
  }
  return found;
}

/** The words of a vocabulary that a word may be meant for, each with the number of errors. */
export function near(word: string, index: Map<string, string[]>): Map<string, number> {
  const letters = [...word];
  const most = errorsAllowed(letters);
  const found = new Map<string, number>();
  if (most === 0) return found;
  const candidates = new Set<string>();
  for (const trigram of trigrams(word)) {
    for (const other of index.get(trigram) ?? []) candidates.add(other);
  }
  for (const other of candidates) {
    const signs = [...other];
    if (Math.abs(signs.length - letters.length) > most) continue;
    const errors = distance(letters, signs);
    if (errors <= most) found.set(other, errors);
  }
  return found;
}

/** How many letters must be added, left out, replaced or swapped with their neighbour. */
export function distance(one: string[], other: string[]): number {
  let above: number[] = [];
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    above = before;
    before = row;
    row = [i];
    for (let j = 1; j <= other.length; j++) {
      const differs = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + differs);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) cost = Math.min(cost, above[j - 2]! + 1);
      row.push(cost);
    }
  }
  return row[other.length]!;
}

function errorsAllowed(letters: string[]): number {
  if (letters.length < LEAST_LETTERS || letters.some((sign) => /\p{N}/u.test(sign))) return 0;
  return letters.length < LONG ? 1 : 2;
}

function trigrams(word: string): Set<string> {
  const padded = [" ", ...word, " "];
  const found = new Set<string>();
  for (let i = 0; i + 2 < padded.length; i++) found.add(padded.slice(i, i + 3).join(""));
  return found;
}
