import { remembered } from "../../workspace/remembered";
import type { Repository, SourceFile } from "../../workspace/repository";
import { json } from "./portfolio";

const NO_EVIDENCE = /\.(md|png|lock)$|^\.projen\/|(^|\/)package-lock\.json$|(^|\/)(coverage|dist)\//;

/** The files of a repository, as what pages say is looked up in them. */
export class Evidence {
  private readonly evidence: readonly SourceFile[];
  private readonly words = new Map<string, readonly SourceFile[]>();

  constructor(readonly repository: Repository) {
    this.evidence = [...repository.files.values()].filter(({ path }) => !NO_EVIDENCE.test(path));
  }

  get name(): string {
    return this.repository.name;
  }

  has(path: string): boolean {
    return this.repository.has(path);
  }

  text(path: string): string {
    return this.repository.file(path)?.text ?? "";
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file.
  json(path: string): any {
    return json(this.repository.file(path));
  }

  /** Whether one of the files matches. Markdown does not count: it is what is held against them. */
  some(pattern: RegExp, files = /^/, except = /^$/): boolean {
    return this.evidence.some((file) => files.test(file.path) && !except.test(file.path) && pattern.test(file.text));
  }

  /** Whether one of the files has the text as a whole word: pages ask for the same few hundred words. */
  holds(word: string, files = /^/, except = /^$/): boolean {
    const found = this.words.get(word) ?? this.evidence.filter(({ text }) => hasWord(text, word));
    this.words.set(word, found);
    return found.some(({ path }) => files.test(path) && !except.test(path));
  }

  /** A file of that name, in whichever folder. */
  somewhere(name: string): boolean {
    return [...this.repository.files.keys()].some((path) => path.endsWith(`/${name}`));
  }

  tasks(): string[] {
    return Object.keys(this.json(".projen/tasks.json")?.tasks ?? {});
  }
}

/** What was looked for in a text before. */
const searches = remembered(2_000_000, () => new Map<string, boolean>());

export function hasWord(text: string, word: string): boolean {
  const known = searches(text);
  const found = known.get(word) ?? search(text, word);
  known.set(word, found);
  return found;
}

/** For the plain text first: it is an order of magnitude faster than a pattern. */
function search(text: string, word: string): boolean {
  if (word === "") return true;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isPart(text[at - 1]) && !isPart(text[at + word.length])) return true;
  return false;
}

const isPart = (sign = ""): boolean => /[\w-]/.test(sign);
