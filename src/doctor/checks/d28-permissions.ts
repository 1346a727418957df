import type { Job, Workflow } from "../../workspace/workflow";
import { part, textValue, type Value } from "../../workspace/yaml";
import type { Check } from "../finding";

const NEEDS: readonly {
  readonly scope: string;
  readonly when: (workflow: Workflow, job: Job) => (string | number)[] | undefined;
  readonly what: string;
}[] = [
  {
    scope: "packages",
    what: "pushing to ghcr.io with GITHUB_TOKEN",
    when: (workflow, job) => {
      const login = job.steps.find(
        (step) =>
          step.uses?.startsWith("docker/login-action") &&
          part(step.value, "with", "registry") === "ghcr.io" &&
          isToken(part(step.value, "with", "password")),
      );
      const push = job.steps.find(
        (step) =>
          (step.uses?.startsWith("docker/build-push-action") &&
            part(step.value, "with", "push") !== false &&
            part(step.value, "with", "push") !== undefined) ||
          workflow.commandsOf(step).some(({ words }) => words[0] === "docker" && words.includes("push")),
      );
      return login && push ? login.path.slice() : undefined;
    },
  },
  {
    scope: "security-events",
    what: "uploading SARIF to code scanning",
    when: (_, job) => job.steps.find((step) => step.uses?.startsWith("github/codeql-action/"))?.path.slice(),
  },
  {
    scope: "contents",
    what: "pushing a commit with GITHUB_TOKEN",
    when: (workflow, job) => {
      const other = job.steps.some(
        (step) =>
          step.uses?.startsWith("actions/checkout") &&
          (part(step.value, "with", "token") !== undefined ||
            part(step.value, "with", "ssh-key") !== undefined ||
            part(step.value, "with", "repository") !== undefined),
      );
      // Into what a step cloned by an address of its own, its token counts.
      const cloned = job.steps.some((step) => /git clone|remote set-url|x-access-token|insteadOf/.test(step.run ?? ""));
      return other || cloned
        ? undefined
        : job.steps
            .find((step) =>
              workflow
                .commandsOf(step)
                .some(
                  ({ words }) =>
                    words[0] === "git" && words[1] === "push" && !words.some((word) => /@github|https:|\$\{?[A-Z]*(TOKEN|PAT)/.test(word)),
                ),
            )
            ?.path.slice();
    },
  },
  {
    scope: "id-token",
    what: "signing in to a cloud by OIDC",
    when: (_, job) =>
      job.steps
        .find(
          (step) =>
            /^aws-actions\/configure-aws-credentials/.test(step.uses ?? "") &&
            part(step.value, "with", "role-to-assume") &&
            !part(step.value, "with", "aws-access-key-id"),
        )
        ?.path.slice(),
  },
];

const isToken = (value: Value): boolean => /secrets\.GITHUB_TOKEN|github\.token/.test(textValue(value) ?? "");

export const d28: Check = {
  id: "D28",
  title: "A job without the permission that it needs",
  story:
    "Symptom: `denied: permission_denied: write_package`, `Resource not accessible by integration`, `remote: Permission to ... denied to github-actions[bot]`, `Credentials could not be loaded`. As soon as `permissions` is written, every scope that is not named is none.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      for (const job of workflow.jobs) {
        const permissions = part(job.value, "permissions") ?? part(workflow.document.value, "permissions");
        for (const { scope, when, what } of NEEDS) {
          const path = when(workflow, job);
          if (!path || permissions === "write-all" || part(permissions, scope) === "write") continue;
          const told = permissions !== undefined && permissions !== null;
          if (!told && scope !== "id-token") continue;
          yield {
            severity: "error",
            place: workflow.at(...path),
            evidence: told ? `permissions: ${JSON.stringify(permissions)}` : "no permissions, and id-token is never given by default",
            cause: `The job ${job.id} lacks ${scope}: write, so ${what} is denied`,
            fix: `Add ${scope}: write to the permissions of the job ${job.id}.`,
          };
        }
      }
    }
  },
};
