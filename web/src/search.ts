/** Ranks the procedures that a query may mean; the same as `sopkit/find/search.py`. */

import { byTrigram, near } from "./near";
import { stem } from "./stems";
import { words } from "./words";

/** A step: its id, printed number and title. */
export type StepFound = readonly [id: string, number: string, title: string];

/** A procedure that can be found; `key` tells which are translations of one another. */
export interface Document {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly language: string;
  readonly tag: string;
  readonly direction: string;
  readonly address: string;
  readonly department: string;
  readonly situations: readonly string[];
  readonly steps: readonly StepFound[];
}

/**
 * The index as it is written to a file: the gaps between the passages of each stem, and the words
 * as they are written, with blanks between them.
 */
export interface IndexFile {
  readonly documents: readonly Document[];
  readonly postings: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly vocabulary: Readonly<Record<string, string>>;
}

/** A procedure that a query may mean; `steps` are indices, best first. */
export interface Hit {
  readonly document: Document;
  readonly score: number;
  readonly situation: string | null;
  readonly steps: readonly number[];
}

const WEIGHT = { number: 12, title: 8, situation: 6, tags: 4, stepTitle: 3, stepText: 2, body: 1 };
const SAME = 10;
const BEGINS = 6;
const HOLDS = 4;
const ONE_ERROR = 3;
const TWO_ERRORS = 2;
const WORSE = 6;
const COMPOUNDING = new Set(["nl", "de"]);
/** So many hits are given at most. */
export const MOST_HITS = 20;
const MOST_STEPS = 3;
const MOST_WORDS = 12;

type Matches = Map<number, number>;

/** An index, ready to be searched. */
export class Index {
  private readonly documents: readonly Document[];
  private readonly weights: number[][];
  /** For each passage its document, and which of that document's passages it is. */
  private readonly places: (readonly [document: number, passage: number])[] = [];
  private readonly counts = new Map<string, number>();
  private readonly postings: Map<string, Map<string, number[]>>;
  private readonly vocabulary: Readonly<Record<string, string>>;
  private readonly trigrams = new Map<string, Map<string, string[]>>();

  constructor(file: IndexFile) {
    this.documents = file.documents;
    this.vocabulary = file.vocabulary;
    this.weights = file.documents.map(weightsOf);
    this.weights.forEach((weights, document) => {
      weights.forEach((_, passage) => this.places.push([document, passage]));
    });
    for (const { language } of file.documents) {
      this.counts.set(language, (this.counts.get(language) ?? 0) + 1);
    }
    this.postings = new Map(
      Object.entries(file.postings).map(([language, stems]) => [
        language,
        new Map(Object.entries(stems).map(([name, gaps]) => [name, summed(gaps)])),
      ]),
    );
  }

  /** The best hits, best first; of the translations of a procedure the one in `language`. */
  search(query: string, language: string): Hit[] {
    const sought = [...new Set(words(query))].slice(0, MOST_WORDS);
    const matches = sought.map((word) => this.matches(word, word === sought.at(-1)));
    const hits = [...this.byDocument(matches)].map(([document, found]) =>
      this.hit(document, found, sought.length, language),
    );
    return onePerNumber(hits, language);
  }

  /** Where a word stands; typing errors are thought of only if it stands nowhere. */
  private matches(word: string, last: boolean): Matches {
    const found: Matches = new Map();
    for (const [language, postings] of this.postings) {
      this.count(language, fits(word, language, postings.keys(), last), found);
    }
    if (found.size === 0) {
      for (const language of this.postings.keys()) {
        const errors = near(word, this.trigramsOf(language));
        const quality = (count: number): number => (count < 2 ? ONE_ERROR : TWO_ERRORS);
        const fitting = [...errors].map(
          ([other, count]) => [stem(other, language), quality(count)] as const,
        );
        this.count(language, fitting, found);
      }
    }
    return found;
  }

  private trigramsOf(language: string): Map<string, string[]> {
    let found = this.trigrams.get(language);
    if (!found) {
      found = byTrigram((this.vocabulary[language] ?? "").split(" "));
      this.trigrams.set(language, found);
    }
    return found;
  }

  private count(
    language: string,
    fitting: Iterable<readonly [string, number]>,
    found: Matches,
  ): void {
    for (const [name, quality] of fitting) {
      const passages = this.postings.get(language)?.get(name) ?? [];
      const documents = new Set(passages.map((passage) => this.places[passage]![0])).size;
      const value = quality * rarity(this.counts.get(language) ?? 0, documents);
      for (const passage of passages) {
        if (value > (found.get(passage) ?? 0)) found.set(passage, value);
      }
    }
  }

  /** For each document, in their order, the value of each word at each of its passages. */
  private byDocument(matches: Matches[]): Map<number, Map<number, Map<number, number>>> {
    const found = new Map<number, Map<number, Map<number, number>>>();
    matches.forEach((passages, word) => {
      for (const [place, value] of passages) {
        const [document, passage] = this.places[place]!;
        const byWord = found.get(document) ?? new Map<number, Map<number, number>>();
        found.set(document, byWord);
        byWord.set(word, (byWord.get(word) ?? new Map<number, number>()).set(passage, value));
      }
    });
    return new Map([...found].sort(([one], [other]) => one - other));
  }

  private hit(
    index: number,
    found: Map<number, Map<number, number>>,
    sought: number,
    language: string,
  ): Hit {
    const document = this.documents[index]!;
    const weights = this.weights[index]!;
    const sums = new Map<number, number>();
    const counts = new Map<number, number>();
    let total = 0;
    for (const values of found.values()) {
      let most = 0;
      const steps = new Set<number>();
      for (const [passage, value] of values) {
        const weighed = value * weights[passage]!;
        most = Math.max(most, weighed);
        sums.set(passage, (sums.get(passage) ?? 0) + weighed);
        steps.add(stepOf(document, passage));
      }
      for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
      total += most;
    }
    const together = Math.max(...sums.values());
    const covered = found.size;
    const share = Math.floor(((total + together) * covered * covered) / (sought * sought));
    const telling = [...counts].filter(([, count]) => count * 2 > covered).map(([step]) => step);
    return {
      document,
      score: share * (document.language === language ? 5 : 4),
      situation: bestSituation(document, sums),
      steps: bestSteps(document, new Set(telling), sums),
    };
  }
}

function weightsOf(document: Document): number[] {
  return [
    WEIGHT.number,
    WEIGHT.title,
    ...document.situations.map(() => WEIGHT.situation),
    WEIGHT.tags,
    WEIGHT.body,
    ...document.steps.flatMap(() => [WEIGHT.stepTitle, WEIGHT.stepText]),
  ];
}

function summed(gaps: readonly number[]): number[] {
  let at = 0;
  return gaps.map((gap) => (at += gap));
}

/** The stems that a word fits, and how well. The last word may not be finished yet. */
function* fits(
  word: string,
  language: string,
  vocabulary: Iterable<string>,
  last: boolean,
): Iterable<readonly [string, number]> {
  const root = stem(word, language);
  const begins = [...word].length >= (last ? 2 : 3);
  const holds = COMPOUNDING.has(language) && [...root].length >= 4;
  for (const other of vocabulary) {
    if (other === root) yield [other, SAME];
    else if (begins && (other.startsWith(root) || other.startsWith(word))) yield [other, BEGINS];
    else if (holds && other.includes(root)) yield [other, HOLDS];
  }
}

/** How much a word tells: the binary logarithm of how rare it is, in whole steps. */
function rarity(documents: number, holding: number): number {
  return 1 + (32 - Math.clz32(Math.floor(documents / holding)));
}

function bestSituation(document: Document, sums: Map<number, number>): string | null {
  let best: number | null = null;
  for (let passage = 2; passage < document.situations.length + 2; passage++) {
    const value = sums.get(passage) ?? 0;
    if (value > (best === null ? 0 : (sums.get(best) ?? 0))) best = passage;
  }
  return best === null ? null : (document.situations[best - 2] ?? null);
}

/** The step that a passage belongs to, below 0 if to none. */
function stepOf(document: Document, passage: number): number {
  return Math.floor((passage - document.situations.length - 4) / 2);
}

/** The best of the steps that hold most of the words; none less than half as good as the best. */
function bestSteps(
  document: Document,
  telling: Set<number>,
  sums: Map<number, number>,
): number[] {
  const found = new Map<number, number>();
  for (const [passage, value] of sums) {
    const step = stepOf(document, passage);
    if (step >= 0 && telling.has(step)) found.set(step, (found.get(step) ?? 0) + value);
  }
  const best = Math.max(0, ...found.values());
  return [...found]
    .filter(([, value]) => value * 2 >= best)
    .sort(([one, value], [other, sum]) => sum - value || one - other)
    .map(([step]) => step)
    .slice(0, MOST_STEPS);
}

/**
 * The best hits, one for each number; none that is many times worse than the best. Of those that
 * are as good, the one with the shorter title comes first: more of it is what was asked.
 */
function onePerNumber(hits: Hit[], language: string): Hit[] {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.document.key);
    if (group) group.push(hit);
    else groups.set(hit.document.key, [hit]);
  }
  const best = (group: Hit[]): number => Math.max(...group.map((hit) => hit.score));
  const least = Math.floor(Math.max(0, ...[...groups.values()].map(best)) / WORSE);
  return [...groups.values()]
    .filter((group) => best(group) >= least)
    .map((group) => ({ score: best(group), hit: chosen(group, language) }))
    .sort((one, other) => other.score - one.score || length(one.hit) - length(other.hit))
    .slice(0, MOST_HITS)
    .map(({ hit }) => hit);
}

/** The characters of a hit's title, counted as Python counts them. */
function length(hit: Hit): number {
  return [...hit.document.title].length;
}

function chosen(group: Hit[], language: string): Hit {
  const own = group.filter((hit) => hit.document.language === language);
  const among = own.length > 0 ? own : group;
  return among.reduce((best, hit) => (hit.score > best.score ? hit : best));
}
