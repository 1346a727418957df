import { option } from "../../workspace/shell";
import type { Job, Workflow } from "../../workspace/workflow";
import { mapOf, part } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

/** What gives a hosted runner a cluster: its own one, a cloud's, or a kubeconfig from a secret. */
const CLUSTER =
  /kind-action|minikube|kind create|k3d|k3s|setup-kind|microk8s|get-gke|aks-set-context|get-credentials|update-kubeconfig|kube_?config|KUBE_|k8s-set-context|doctl|oc login|tailscale|wireguard|openvpn|\bssh\b|teleport|linode|civo|vcluster|\.kube\b|eksctl|--server|--token/i;

export const d34: Check = {
  id: "D34",
  title: "A hosted runner that deploys to a cluster it does not have",
  story:
    "Symptom: `The connection to the server localhost:8080 was refused`, `dial tcp 127.0.0.1:...: connect: connection refused`. A runner of GitHub starts with no kubeconfig, and cannot reach a cluster on a laptop.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      for (const job of workflow.jobs) {
        yield* argo(workflow, job);
        const step = job.steps.find((one) => workflow.commandsOf(one).some(({ words }) => touches(words)));
        if (!step || !isHosted(job) || CLUSTER.test(everything(workflow, job))) continue;
        const command = workflow.commandsOf(step).find(({ words }) => touches(words))!;
        yield {
          severity: "error",
          place: command.place,
          evidence: command.text,
          cause: `The job ${job.id} runs on a hosted runner, and no step before gives it a cluster or a kubeconfig, so this command is refused`,
          fix: "Create a cluster in the job (helm/kind-action), sign in to one, or leave the deployment to Argo CD or a self-hosted runner.",
        };
      }
    }
  },
};

const touches = (words: readonly string[]): boolean =>
  (words[0] === "kubectl" &&
    /^(apply|set|rollout|create|get|wait|delete)$/.test(words[1] ?? "") &&
    !words.some((word) => /^--dry-run(=client)?$/.test(word)) &&
    !words.includes("--local")) ||
  (words[0] === "helm" && /^(upgrade|install)$/.test(words[1] ?? "") && !words.some((word) => /^--dry-run(=client)?$/.test(word)));

const LOCAL = /^(https?:\/\/)?(localhost|127\.0\.0\.1|192\.168\.\d+\.\d+|host\.docker\.internal)(:\d+)?\/?$/;

/** Argo CD at an address that only a laptop has. */
function* argo(workflow: Workflow, job: Job): Generator<Sight> {
  if (!isHosted(job) || /port-forward|kind-action|minikube|kind create|k3d|k3s|setup-kind/.test(everything(workflow, job))) return;
  const filled = (word: string) =>
    word.replace(
      /\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g,
      (whole, a: string, b: string, c: string) => workflow.environment.get(a ?? b ?? c) ?? whole,
    );
  for (const { words, place, text } of job.steps.flatMap((step) => workflow.commandsOf(step))) {
    if (words[0] !== "argocd") continue;
    const server = [option(words, "--server") ?? "", words[1] === "login" ? (words[2] ?? "") : ""]
      .map(filled)
      .find((one) => LOCAL.test(one));
    if (!server) continue;
    yield {
      severity: "error",
      place,
      evidence: text,
      cause: `The job ${job.id} runs on a hosted runner, where ${server} is the runner itself: no Argo CD answers there`,
      fix: "Let Argo CD see the commit itself (automated sync), or use a self-hosted runner beside the cluster.",
    };
    return;
  }
}

const isHosted = (job: Job): boolean => /^(ubuntu|macos|windows)-/.test(String(part(job.value, "runs-on") ?? ""));

const everything = (workflow: Workflow, job: Job): string =>
  `${JSON.stringify(job.value)}${JSON.stringify(mapOf(part(workflow.document.value, "env")))}`;
