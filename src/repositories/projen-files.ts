import type { FileBase } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import type { Task } from "projen/lib/task";
import { TextFile } from "projen/lib/textfile";
import { BASE } from "../files/tree";

// What projen makes by itself in every project, and is otherwise in these.

/** projen's phases of a build mean nothing in these repositories; a task that is listed should do something. */
export function removeBuildTasks(project: Project): void {
  for (const name of ["build", "pre-compile", "compile", "post-compile", "test", "package"]) project.removeTask(name);
}

/** In the order of their bytes: for that of a language Node first loads its tables, which takes as long as writing a repository. */
export function orderTasks({ tasks }: Project): void {
  const ordered = () => [...tasks.all].sort((a, b) => (a.name < b.name ? -1 : 1));
  const specOf = (task: Task) => (task as unknown as { _renderSpec(): object })._renderSpec(); // projen keeps it to its own classes
  Object.assign(tasks, { renderTasks: () => Object.fromEntries(ordered().map((task) => [task.name, specOf(task)])) });
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
