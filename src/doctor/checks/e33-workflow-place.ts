import type { Check } from "../finding";

export const e33a: Check = {
  id: "B25",
  title: "A workflow that GitHub never sees",
  story: "Symptom: the workflow does not appear under Actions. GitHub reads only .github/workflows at the root of the repository.",
  *detect(workspace) {
    for (const file of workspace.files) {
      const nested = /^(.+)\/\.github\/workflows\/[^/]+\.ya?ml$/.exec(file.path);
      const beside =
        /^(?:\.github\/(?!workflows\/|ISSUE_TEMPLATE|actions\/)[^/]+|\.github\/workflow\/[^/]+|\.github\/workflows\/[^/]+\/[^/]+|github\/workflows\/[^/]+|\.workflows\/[^/]+)\.ya?ml$/.test(
          file.path,
        );
      if (!nested && !beside) continue;
      if (!/^(on|["']on["']|true):/m.test(file.text) || !/^jobs:/m.test(file.text)) continue;
      if (
        nested &&
        /(^|\/)(templates?|examples?|cookiecutter|skeleton|vendor|third_party|test|tests|fixtures|docs?)(\/|$)|\{\{/.test(nested[1]!)
      )
        continue;
      yield {
        severity: "error",
        place: { file, line: 1 },
        evidence: file.path,
        cause: "GitHub runs only workflows in .github/workflows at the root of the repository, so this one never runs",
        fix: `Move it to .github/workflows/${file.name}${nested ? ` and give its steps working-directory: ${nested[1]}` : ""}.`,
      };
    }
  },
};
