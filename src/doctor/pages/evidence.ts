import type { Repository } from "../../workspace/repository";
import { json } from "./portfolio";

const NO_EVIDENCE = /\.(md|png|lock)$|^\.projen\/|(^|\/)package-lock\.json$|(^|\/)(coverage|dist)\//;

/** The files of a repository, as what pages say is looked up in them. */
export class Evidence {
  constructor(readonly repository: Repository) {}

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
    return [...this.repository.files.values()].some(
      (file) => files.test(file.path) && !except.test(file.path) && !NO_EVIDENCE.test(file.path) && pattern.test(file.text),
    );
  }

  /** A file of that name, in whichever folder. */
  somewhere(name: string): boolean {
    return [...this.repository.files.keys()].some((path) => path.endsWith(`/${name}`));
  }

  tasks(): string[] {
    return Object.keys(this.json(".projen/tasks.json")?.tasks ?? {});
  }
}

/** A pattern that finds a text as a whole word. */
export function word(text: string): RegExp {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
}
