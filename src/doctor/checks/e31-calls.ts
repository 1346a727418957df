import type { SourceFile } from "../../workspace/repository";
import { SOURCE } from "../../workspace/source";
import type { Workspace } from "../../workspace/workspace";
import { mapOf, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

const TESTS = /(^|\/)(tests?|__tests__|spec|e2e|examples?|node_modules|vendor|migrations)\/|[._-](test|spec)\.|(^|\/)test_/;

export const e31: Check = {
  id: "E31",
  title: "A call that fails as soon as it is reached",
  story:
    "Symptom: `NameError: name 'time' is not defined`, `ReferenceError: server is not defined` while the pod stops, status 500 for /metrics. The name is bound nowhere, or the call gets another number of values than it takes; it fails only when a request or a signal reaches it.",
  *detect(workspace) {
    for (const file of workspace.files) {
      if (!SOURCE.test(file.name) || file.size > 300_000 || TESTS.test(file.path)) continue;
      if (file.name.endsWith(".py")) yield* inPython(file);
      if (/\.[mc]?[jt]s$/.test(file.name)) yield* inNode(workspace, file);
    }
  },
};

const sight = (file: SourceFile, index: number, cause: string, fix: string): Sight => {
  const line = file.text.slice(0, index).split("\n").length;
  return { severity: "error", place: { file, line }, evidence: file.lines[line - 1]!.trim(), cause, fix };
};

/** Modules whose names nobody uses for anything else before a dot. */
const MODULES =
  "os|sys|time|json|logging|signal|socket|threading|subprocess|datetime|random|uuid|math|requests|redis|psutil|prometheus_client";
/** What Flask's handlers call by its plain name. */
const FLASK = "jsonify|render_template|make_response|redirect|url_for|abort|send_from_directory";

function* inPython(file: SourceFile): Generator<Sight> {
  if (!/signal\.signal|\bFlask\(|FastAPI\(|prometheus_client|\bdef\b/.test(file.text)) return;
  const code = withoutTexts(file.text);
  if (/^\s*from\s+[\w.]+\s+import\s+\*|\bexec\(|globals\(\)/m.test(code)) return;
  const seen = new Set<string>();
  const uses = [
    ...code.matchAll(new RegExp(`(?<![\\w.]|from |import )(${MODULES})\\.[A-Za-z_]`, "g")),
    ...(/\bFlask\(/.test(code) ? code.matchAll(new RegExp(`(?<![\\w.])(${FLASK})\\(`, "g")) : []),
  ];
  for (const match of uses) {
    const name = match[1]!;
    if (seen.has(name) || isBound(code, name)) continue;
    seen.add(name);
    yield sight(file, match.index, `${name} is never imported here, so this line ends with NameError`, `Add the import of ${name}.`);
  }
  yield* handlers(file, code);
}

const isBound = (code: string, name: string): boolean =>
  [
    `^\\s*import\\s+[^#\\n]*\\b${name}\\b`,
    `\\bas\\s+${name}\\b`,
    `^\\s*(?:async\\s+)?(?:def|class)\\s+${name}\\b`,
    `\\bfor\\s+[^\\n]*\\b${name}\\b[^\\n]*\\bin\\b`,
    `(?<![\\w.=!<>])${name}\\s*(?::[^=\\n]+)?=(?!=)`,
    `\\bimport\\s*\\([^)]*\\b${name}\\b`,
    `\\bimport\\s+[^\\n(]*\\b${name}\\b`,
    `\\b(?:def|lambda)\\b[^\\n:]*\\b${name}\\b`,
    `def\\s+\\w+\\([^)]*\\b${name}\\b[^)]*\\)`,
    `\\b${name}\\s*:=|\\bglobal\\s+${name}\\b`,
    `^\\s*${name}\\s*,|,\\s*${name}\\s*=(?!=)`,
  ].some((pattern) => new RegExp(pattern, "m").test(code));

/** A handler of a signal is called with the number and the frame. */
function* handlers(file: SourceFile, code: string): Generator<Sight> {
  for (const match of code.matchAll(/\bsignal\.signal\(\s*signal\.\w+\s*,\s*(\w+)\s*\)/g)) {
    const parameters = new RegExp(`^def\\s+${match[1]}\\(([^)]*)\\)`, "m").exec(code)?.[1];
    if (parameters === undefined || parameters.includes("*") || parameters.split(",").filter((one) => one.trim()).length === 2) continue;
    yield sight(
      file,
      match.index,
      `Python calls ${match[1]} with two values, and it takes ${parameters.trim() === "" ? "none" : "another number"}, so the signal ends with TypeError`,
      `Write def ${match[1]}(signum, frame):.`,
    );
  }
}

/** Comments and texts say nothing of what is bound, and a backslash joins two lines; every sign stays where it is. */
function withoutTexts(text: string): string {
  return text
    .replaceAll("\\\n", "  ")
    .replace(/("""|''')[\s\S]*?\1|f?"(?:[^"\\\n]|\\.)*"|f?'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (found) =>
      found.startsWith("f") && found.includes("{") ? found : found.replace(/[^\n]/g, " "),
    );
}

function* inNode(workspace: Workspace, file: SourceFile): Generator<Sight> {
  if (!/erver\.close\(|prom-client/.test(file.text)) return;
  const code = file.text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, (found) => found.replace(/[^\n]/g, " "));
  const closes = /(?<![\w.$])(server|httpServer)\.close\(/.exec(code);
  if (
    closes &&
    !new RegExp(
      `\\b(const|let|var)\\s+(\\{[^}]*\\b)?${closes[1]}\\b|\\b${closes[1]}\\s*=(?!=)|\\bimport\\b[^;\\n]*\\b${closes[1]}\\b|\\(([^()]*,\\s*)?${closes[1]}\\b[^()]*\\)\\s*(=>|\\{|:)|\\b${closes[1]}\\s*=>`,
    ).test(code)
  )
    yield sight(
      file,
      closes.index,
      `${closes[1]} is declared nowhere, so the handler ends with ReferenceError instead of closing`,
      `Write const ${closes[1]} = app.listen(...).`,
    );
  yield* promised(workspace, file, code);
}

/** From version 13 on, prom-client's `metrics()` gives a promise. */
function* promised(workspace: Workspace, file: SourceFile, code: string): Generator<Sight> {
  if (!/prom-client/.test(code)) return;
  const match = /\.(?:send|end)\(\s*(?:\w+\.)?(?:register|registry|client\.register)\.metrics\(\)\s*\)/.exec(code);
  const version = match && versionOf(workspace, file, "prom-client");
  if (!match || !version || version < 13) return;
  yield sight(
    file,
    match.index,
    "metrics() gives a promise since prom-client 13, so what is sent is no text: `{}`, or ERR_INVALID_ARG_TYPE",
    "Make the handler async and write res.end(await register.metrics()).",
  );
}

function versionOf(workspace: Workspace, file: SourceFile, name: string): number | undefined {
  const manifests = workspace.files.filter((one) => one.name === "package.json" && one.repository === file.repository);
  const nearest = manifests
    .filter(({ folder }) => folder === "" || file.path.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  try {
    const written = textValue(mapOf(part(JSON.parse(nearest?.text ?? ""), "dependencies"))[name]);
    return Number(/\d+/.exec(written ?? "")?.[0] ?? Number.NaN) || undefined;
  } catch {
    return undefined;
  }
}
