import { option, type ShellCommand } from "../../workspace/shell";
import type { Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { type Place, parseYaml, part, textValue } from "../../workspace/yaml";
import { type Check, type Sight, warning } from "../finding";

export const e36: Check = {
  id: "E36",
  title: "A gate that cannot fail",
  story: "Symptom: the pipeline is green whatever the tests or the scanner find.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      for (const step of workflow.steps) {
        const silent = silenced(workflow, step);
        if (silent) yield silent;
        yield* commandSights(workflow, step);
      }
      yield* late(workflow);
    }
    yield* echoes(workspace);
  },
};

const GATE =
  /\b(test|tests|pytest|jest|vitest|lint|eslint|flake8|ruff|mypy|trivy|grype|snyk|scan|bandit|audit|check|hadolint|kubeconform)\b/i;

const unheeded = (place: Place, evidence: string, cause = "Whatever this step finds, the job goes on"): Sight =>
  warning(place, evidence, cause, "Let it fail: take out what swallows the result.");

function silenced(workflow: Workflow, step: Step): Sight | undefined {
  if (!GATE.test(`${step.uses ?? ""} ${step.run ?? ""}`)) return undefined;
  const at = (...path: string[]) => workflow.at(...step.path, ...path);
  if (part(step.value, "continue-on-error") === true) return unheeded(at("continue-on-error"), "continue-on-error");
  if (/\|\|\s*(true|echo|:|exit 0)\b/.test(step.run ?? "")) return unheeded(at("run"), "run");
  const given = (name: string) => part(step.value, "with", name);
  const isReport = /sarif|cyclonedx|spdx/.test(textValue(given("format")) ?? "");
  if (/trivy-action/.test(step.uses ?? "") && String(given("exit-code") ?? "0") === "0" && !isReport)
    return unheeded(at("with"), "exit-code: 0");
  if (/checkov-action/.test(step.uses ?? "") && String(given("soft_fail")) === "true")
    return unheeded(at("with", "soft_fail"), "soft_fail: true");
  return undefined;
}

/** The shell that GitHub takes when none is named: `bash -e`, without pipefail. */
const isPlainShell = (workflow: Workflow, step: Step): boolean =>
  ![
    part(step.value, "shell"),
    part(step.job.value, "defaults", "run", "shell"),
    part(workflow.document.value, "defaults", "run", "shell"),
  ].some(Boolean) && !/pipefail/.test(step.run ?? "");

function* commandSights(workflow: Workflow, step: Step): Generator<Sight> {
  const run = step.run ?? "";
  const commands = workflow.commandsOf(step);
  for (const [at, command] of commands.entries()) {
    const next = commands[at + 1];
    const piped = next?.words[0] === "tee" && next.place.line === command.place.line && command.origin === "workflow";
    if (piped && isTest(command) && isPlainShell(workflow, step) && /\|\s*tee\b/.test(run) && !/PIPESTATUS/.test(run))
      yield unheeded(
        command.place,
        `${command.text} | tee`,
        "The status of a pipe is that of tee, which succeeds, so a failing test does not stop the job",
      );
    if (isLenient(command) && !commands.some((other) => other !== command && other.words[0] === command.words[0] && !isLenient(other)))
      yield unheeded(command.place, command.text);
  }
  const endless = /^\s*(while\s+(true|:)|until\s+false)\s*;?\s*(do\b.*)?$/m.test(run);
  const limited = part(step.value, "timeout-minutes") ?? part(step.job.value, "timeout-minutes");
  if (endless && !limited && !/\b(exit|timeout|return)\b|\(\(|-[gl][et]\b/.test(run))
    yield warning(
      workflow.at(...step.path, "run"),
      "while true",
      "What it waits for may never come, and then the job runs for six hours, until GitHub ends it",
      "Count the rounds and exit 1 after the last, or give the step timeout-minutes.",
    );
}

const TEST = /^(pytest|jest|vitest|mocha|tox|ruff|flake8|mypy|eslint|bandit|trivy|hadolint|kubeconform)$/;

function isTest({ words: [program, ...rest] }: ShellCommand): boolean {
  if (TEST.test(program ?? "")) return true;
  if (/^(npm|yarn|pnpm|make|go|cargo|mvn|\.\/mvnw|gradle|\.\/gradlew|dotnet)$/.test(program ?? ""))
    return rest.some((word) => /^(test|verify|lint|check|vet)$/.test(word));
  return /^python3?$/.test(program ?? "") && /^(pytest|unittest)$/.test(rest[1] ?? "");
}

/** It reports what it finds and ends with 0. */
function isLenient({ words, mayFail }: ShellCommand): boolean {
  if (mayFail) return false;
  if (/^(flake8|ruff|pylint|bandit)$/.test(words[0] ?? "")) return words.includes("--exit-zero");
  if (/^(jest|vitest)$/.test(words[0] ?? "")) return false;
  if (words[0] !== "trivy" || !/^(image|fs|filesystem|config|repo|repository|rootfs)$/.test(words[1] ?? "")) return false;
  return (option(words, "--exit-code") ?? "0") === "0" && !/sarif|json|cyclonedx|spdx/.test(option(words, "-f", "--format") ?? "");
}

/** A scan of what the same job has already published stops nobody. */
function* late(workflow: Workflow): Generator<Sight> {
  for (const { steps } of workflow.jobs) {
    const pushed = steps.findIndex((step) => isPush(workflow, step));
    const scan = steps.findIndex(
      (step) => /trivy-action|anchore\/scan-action|grype/.test(step.uses ?? "") || /\btrivy image\b|\bgrype\b/.test(step.run ?? ""),
    );
    const [push, scanning] = [steps[pushed], steps[scan]];
    if (pushed < 0 || scan <= pushed || !push || !scanning) continue;
    // A second scan, of what is loaded before, may have decided.
    if (steps.slice(0, pushed).some((step) => /trivy|grype|anchore/.test(`${step.uses} ${step.run}`))) continue;
    yield warning(
      workflow.at(...scanning.path, scanning.uses ? "uses" : "run"),
      scanning.uses ?? scanning.run ?? "",
      "The image is pushed before it is scanned, so whatever the scan finds is already published",
      "Build with load: true, scan, and push after it.",
    );
  }
}

const isPush = (workflow: Workflow, step: Step): boolean =>
  (/build-push-action/.test(step.uses ?? "") && part(step.value, "with", "push") === true) ||
  workflow.commandsOf(step).some(({ words }) => words[0] === "docker" && (words[1] === "push" || words.includes("--push")));

/** `npm test` that says something and tests nothing. */
function* echoes(workspace: Workspace): Generator<Sight> {
  const isRun = workspace.workflows.some(({ commands }) =>
    commands.some(
      ({ words }) =>
        /^(npm|yarn|pnpm)$/.test(words[0] ?? "") && /^(test|t)$/.test(words.find((word, at) => at > 0 && word !== "run") ?? ""),
    ),
  );
  if (!isRun) return;
  for (const file of workspace.files.filter(({ name, size }) => name === "package.json" && size < 100_000)) {
    const test = textValue(part(parseYaml({ text: file.text, locate: () => ({ file, line: 1 }) })[0]?.value, "scripts", "test"));
    if (!test || !/^\s*(echo|true|:|exit 0)\b/.test(test) || /[^&|;]*(&&|;)\s*(?!exit 0|true)\S/.test(test)) continue;
    const line = file.lines.findIndex((one) => /"test"\s*:/.test(one));
    yield warning(
      { file, line: line + 1 },
      `"test": "${test}"`,
      "CI runs this script as its test, and it tests nothing",
      "Write a test, or take the step out of CI.",
    );
  }
}
