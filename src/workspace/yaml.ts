import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseAllDocuments, visit } from "yaml";
import { remembered } from "./remembered";
import type { SourceFile } from "./repository";

export interface Place {
  readonly file: SourceFile;
  readonly line: number;
}

export type Path = readonly (string | number)[];
// biome-ignore lint/suspicious/noExplicitAny: what strangers wrote has any shape; `at` and the readers in this folder ask before they use it.
export type Value = any;

/** Text that was written in a file, or made from it: where its lines come from. */
export interface Text {
  readonly text: string;
  locate(line: number): Place;
}

export interface YamlProblem {
  readonly place: Place;
  readonly code: string;
  readonly message: string;
  /** A key that stands twice with one and the same value. */
  readonly harmless?: boolean;
}

export interface WrittenNumber {
  readonly name: string;
  readonly value: number;
  readonly written: string;
  readonly place: Place;
}

export const textOf = (file: SourceFile): Text => ({ text: file.text, locate: (line) => ({ file, line }) });

/** One document of a YAML text, as a value whose parts know their place. */
export class YamlDocument {
  constructor(
    private readonly document: Document.Parsed<ParsedNode>,
    private readonly lines: LineCounter,
    private readonly source: Text,
    readonly value: Value,
    readonly problems: readonly YamlProblem[],
  ) {}

  /** Where a part of it stands: its key, or the nearest part around it that exists. */
  at(...path: Path): Place {
    let node: Node | null | undefined = this.document.contents;
    let offset = node?.range?.[0] ?? this.document.range?.[0] ?? 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) break;
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = pair.value as Node | null;
      } else if (isSeq(node)) {
        node = node.items[Number(step)] as Node | undefined;
        if (!node) break;
        offset = node.range?.[0] ?? offset;
      } else break;
    }
    return this.placeAt(offset);
  }

  /** Every number that a name has, as it is written. */
  numbers(): readonly WrittenNumber[] {
    const found: WrittenNumber[] = [];
    visit(this.document, {
      Pair: (_, { key, value }) => {
        if (!isScalar(key) || !isScalar(value) || typeof value.value !== "number") return;
        found.push({
          name: String(key.value),
          value: value.value,
          written: value.source ?? "",
          place: this.placeAt(value.range?.[0] ?? 0),
        });
      },
    });
    return found;
  }

  private placeAt(offset: number): Place {
    return this.source.locate(this.lines.linePos(offset).line || 1);
  }
}

/** Larger files are data. */
const MAX_FILE = 512 * 1024;

const read = new WeakMap<SourceFile, YamlDocument[]>();

/** The documents of a file, read once. Whoever changes a value of them copies it first. */
export function documentsIn(file: SourceFile): YamlDocument[] {
  const known = read.get(file) ?? (file.size > MAX_FILE ? [] : parseYaml(textOf(file)));
  read.set(file, known);
  return known;
}

/** Reads every document. A text that is no YAML gives its problems and nothing else; aliases are bounded. */
export function parseYaml(source: Text): YamlDocument[] {
  return readText(source.text).map(({ document, lines, value, faults }) => {
    const problems = faults.map(({ line, ...fault }) => ({ place: source.locate(line), ...fault }));
    return new YamlDocument(document, lines, source, value, problems);
  });
}

/** What a text says, wherever it stands. */
interface ReadDocument {
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
  readonly value: Value;
  readonly faults: readonly (Omit<YamlProblem, "place"> & { readonly line: number })[];
}

/** A tree with the places of its parts is fifty times as large as its text. */
const MAX_REMEMBERED = 1_000_000;

const readText = remembered(MAX_REMEMBERED, (text): ReadDocument[] => {
  try {
    return documentsFrom(text);
  } catch {
    // Nested so deeply that the parser gives up, as every other would.
    const [document] = parseAllDocuments("~") as Document.Parsed<ParsedNode>[];
    const fault = { line: 1, code: "DEPTH", message: "it is nested too deeply" };
    return [{ document: document!, lines: new LineCounter(), value: undefined, faults: [fault] }];
  }
});

function documentsFrom(text: string): ReadDocument[] {
  const { documents, lines } = parsedLeniently(text, new LineCounter());
  return documents.map((document) => {
    const same = twins(document);
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line || 1,
      code: error.code as string,
      message: error.message.split("\n")[0]!,
      harmless: error.code === "DUPLICATE_KEY" && same.has(error.pos[0]),
    }));
    try {
      return { document, lines, value: document.toJS({ maxAliasCount: 1000 }), faults };
    } catch (error) {
      const fault = { line: 1, code: "ALIAS", message: (error as Error).message };
      return { document, lines, value: undefined, faults: [...faults, fault] };
    }
  });
}

interface Parsed {
  readonly documents: Document.Parsed<ParsedNode>[];
  readonly lines: LineCounter;
}

function parsedStrictly(text: string, lines: LineCounter): Parsed {
  const found = parseAllDocuments(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: "silent", uniqueKeys: true });
  return { documents: Array.isArray(found) ? found : [], lines };
}

/** So many characters are read again at most: fifty lines of a page of settings, one or two of a file of half a megabyte. */
const MAX_READ_AGAIN = 1_000_000;

/**
 * libyaml and its kin, which Kubernetes, Helm, Compose, Prometheus and GitHub read with, do not ask how far the lines inside quotes or brackets are
 * indented; this parser does. So such lines are moved to the right, which changes neither their number nor what they say.
 */
function parsedLeniently(text: string, lines: LineCounter): Parsed {
  const first = parsedStrictly(text, lines);
  let [known, current, before] = [first, text, -1];
  for (let read = 0; read < MAX_READ_AGAIN; read += current.length) {
    const at = known.documents.flatMap(({ errors }) => errors).find(isOutdented)?.pos[0];
    if (at === undefined) break;
    const start = current[at] === "\n" ? at + 1 : current.lastIndexOf("\n", at - 1) + 1;
    if (start >= current.length || start <= before) break; // a line that was moved already has another fault
    before = start;
    current = `${current.slice(0, start)}${" ".repeat(80)}${current.slice(start)}`;
    known = parsedStrictly(current, new LineCounter());
  }
  return known.documents.every(({ errors }) => errors.length === 0) ? known : first;
}

const isOutdented = ({ code, message }: { code: string; message: string }): boolean =>
  (code === "MISSING_CHAR" && message.startsWith("Missing closing")) || (code === "BAD_INDENT" && message.startsWith("Flow "));

/** Where keys stand that another of the same mapping has said already, with the same value. */
function twins(document: Document.Parsed<ParsedNode>): Set<number> {
  const found = new Set<number>();
  if (!document.errors.some(({ code }) => code === "DUPLICATE_KEY")) return found;
  visit(document, {
    Map: (_, { items }) => {
      const known = new Map<string, string>();
      for (const { key, value } of items) {
        const [name, text] = [String(key), JSON.stringify(value)];
        if (known.get(name) === text && isScalar(key)) found.add(key.range?.[0] ?? -1);
        known.set(name, text);
      }
    },
  });
  return found;
}

/** A part of a value, whatever its shape. */
export function part(value: Value, ...path: Path): Value {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== "object") return undefined;
    found = found[step];
  }
  return found;
}

export const listOf = (value: Value): Value[] => (Array.isArray(value) ? value : []);
export const mapOf = (value: Value): Readonly<Record<string, Value>> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
export const textValue = (value: Value): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
