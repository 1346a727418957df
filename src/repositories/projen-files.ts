import type { FileBase } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import { TextFile } from "projen/lib/textfile";
import { BASE } from "../files/tree";

// What projen makes by itself in every project, and is otherwise in these.

/** projen's phases of a build mean nothing in these repositories; a task that is listed should do something. */
export function removeBuildTasks(project: Project): void {
  for (const name of ["build", "pre-compile", "compile", "post-compile", "test", "package"]) project.removeTask(name);
}

/** projen's own files, as they are made. */
export function withoutMarkers(files: readonly FileBase[]): void {
  for (const file of files) Object.defineProperty(file, "marker", { value: undefined });
}

/** projen notes each of its files in both; here they hold what a person would have written. */
export function tidyGitFiles(project: Project): void {
  for (const file of [...project.files.map(({ path }) => path), ".projen/deps.json"]) project.gitignore.removePatterns(`!/${file}`);
  project.gitignore.exclude(".DS_Store", "*.log", "/.projen/.writing-*");
  const { marker } = project.gitattributes;
  project.tryRemoveFile(".gitattributes");
  new TextFile(project, ".gitattributes", {
    lines: [
      ...(marker ? [`# ${marker}`] : []),
      "* text=auto eol=lf",
      "/.projen/** linguist-generated",
      `/${BASE} -diff merge=union`, // each line speaks of one file, and is no text for people
      "",
    ],
    editGitignore: false,
  });
}
