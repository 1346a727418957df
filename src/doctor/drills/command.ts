import { Kubectl } from "../../live/kubectl";
import { UsageError } from "../../usage-error";
import { begin, type Cluster, drillOf, end, grade, prepare, refuseForeign, running } from "./drill";
import { drills } from "./table";

export interface DrillRequest {
  /** The name of a drill, `end` or `grade`; any drill where nothing is said. */
  readonly word?: string;
  readonly answer: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly service?: string;
  readonly ask: (question: string) => Promise<boolean>;
}

export async function drillCommand(request: DrillRequest, cluster: Cluster = new Kubectl(request.context)): Promise<string> {
  const { word, answer, ask, service } = request;
  const known = drills.map(({ name }) => name);
  if (word !== undefined && !["end", "grade", ...known].includes(word))
    throw new UsageError(`There is no drill ${word}: give end, grade, or one of ${known.join(", ")}.`);
  const namespace = request.namespace ?? (await namespaceOf(cluster));
  refuseForeign(namespace);
  if (word === "end") {
    const ended = await end(cluster, namespace);
    return ended
      ? `${ended.kind}/${ended.object} is as it was. It was: ${drillOf(ended.drill).answer}.\n`
      : `No drill is on in ${namespace}.\n`;
  }
  if (word === "grade") {
    const now = await running(cluster, namespace);
    if (!now) return `No drill is on in ${namespace}.\n`;
    const { right, line } = grade(now, answer);
    return right
      ? `Right.\nFor INTERVIEW.md:\n${line}\nPut it back: create-devops-portfolio drill end\n`
      : "That is not it. Look again: create-devops-portfolio doctor --live\n";
  }
  const plan = await prepare(cluster, namespace, word, service);
  if (!(await ask(`Break one thing of ${namespace} on purpose?`))) return "Nothing was changed.\n";
  await begin(cluster, namespace, plan);
  const { symptom } = drillOf(plan.drill);
  return `Something in ${namespace} is broken now.\nLook for: ${symptom}\nThen: create-devops-portfolio drill grade "<what it was>", and: create-devops-portfolio drill end\n`;
}

async function namespaceOf(cluster: Cluster): Promise<string> {
  const { stdout } = await cluster.run(["config", "view", "--minify", "-o", "jsonpath={..namespace}"]);
  return stdout.trim() || "default";
}
