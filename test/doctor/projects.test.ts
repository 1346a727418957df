import { projects } from "./projects/read-project";
import { errorsOf } from "./support";

const read = projects.map((project) => ({ ...project, errors: errorsOf(project.tree) }));
const labelled = read.flatMap(({ name, breaks, errors }) =>
  breaks.map((label) => ({ name, ...label, found: errors.some(({ file }) => file === label.file) })),
);
const reported = read.flatMap(({ name, breaks, errors }) =>
  errors.map(({ id, file, line, cause }) => ({ name, id, file, line, cause, right: breaks.some((label) => label.file === file) })),
);

test("the projects are of many kinds, and each label names a file of its project", () => {
  expect(projects.length).toBeGreaterThanOrEqual(20);
  const strays = projects.flatMap(({ name, tree, breaks, traps }) =>
    [...breaks, ...traps].filter(({ file }) => !(file in tree)).map(({ file }) => `${name}: ${file}`),
  );
  expect(strays).toEqual([]);
});

test("of what breaks, at least 85 in 100 are errors at the right file", () => {
  const missed = labelled.filter(({ found }) => !found);
  const recall = 1 - missed.length / labelled.length;
  process.stdout.write(`doctor: ${labelled.length} breakages in ${projects.length} projects, recall ${(recall * 100).toFixed(0)} %\n`);
  expect({ missed: recall < 0.85 ? missed : [] }).toEqual({ missed: [] });
});

test("of the errors, at least 95 in 100 are right", () => {
  const wrong = reported.filter(({ right }) => !right);
  const precision = 1 - wrong.length / reported.length;
  process.stdout.write(`doctor: ${reported.length} errors, precision ${(precision * 100).toFixed(0)} %\n`);
  expect({ wrong: precision < 0.95 ? wrong : [] }).toEqual({ wrong: [] });
});

test.each(read.filter(({ traps }) => traps.length > 0))("$name: what only looks wrong is no error", ({ traps, breaks, errors }) => {
  const caught = errors.filter(({ file }) => traps.some((trap) => trap.file === file) && !breaks.some((label) => label.file === file));
  expect(caught).toEqual([]);
});
