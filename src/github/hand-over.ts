import { spawn } from "node:child_process";
import { cleanEnvironment } from "../child-process";
import { Failure } from "../usage-error";
import type { Owner } from "./actual";
import { pathOf } from "./actual";
import { type DesiredRepository, HAND_OVER } from "./desired";
import { explain, isTaken } from "./errors";
import { type Answer, api, type Call, gh } from "./gh";
import { serveManifest } from "./manifest";

export interface HandOverTexts {
  say(text: string): void;
  /** Ends when the person does not want to wait any longer. */
  stopped(url: string, signal: AbortSignal): Promise<void>;
}

/** Makes the App with the help of a person's browser, and gives it to the repositories. Its key is never on disk. @returns whether it is made */
export async function makeApp(
  owner: Owner,
  infra: DesiredRepository,
  apps: readonly DesiredRepository[],
  texts: HandOverTexts,
): Promise<boolean> {
  const server = await serveManifest(owner, infra);
  const waiting = new AbortController();
  try {
    openInBrowser(server.url);
    const made = server.code(async (code) => {
      const app = await must(exchangeCall(encodeURIComponent(code))); // once, within an hour
      for (const repository of receivers(infra, apps)) await give(repository, app);
      texts.say(`The App ${app.slug} is made. Install it at GitHub on ${infra.name} only: ${app.html_url}/installations/new`);
      return `${app.html_url}/installations/new`;
    });
    return await Promise.race([made.then(() => true), texts.stopped(server.url, waiting.signal).then(() => false)]);
  } finally {
    waiting.abort();
    server.close();
  }
}

/** Those that get the App, by the apps that lack it. */
export function receivers(infra: DesiredRepository, apps: readonly DesiredRepository[]): DesiredRepository[] {
  return infra.opensPulls ? [...apps, infra] : [...apps];
}

export const exchangeCall = (code: string): Call => ({ method: "POST", path: `app-manifests/${code}/conversions` });

export const variableCall = (repository: DesiredRepository, clientId: string): Call => ({
  method: "POST",
  path: `${pathOf(repository)}/actions/variables`,
  body: { name: HAND_OVER.variable, value: clientId },
});

export const secretArguments = ({ owner, name }: DesiredRepository): string[] => [
  ...["secret", "set", HAND_OVER.secret],
  ...["--repo", `${owner}/${name}`],
];

async function give(repository: DesiredRepository, { client_id, pem }: Answer["body"]): Promise<void> {
  const call = variableCall(repository, client_id);
  const { path, body } = call;
  const answer = await api(call);
  if (isTaken(answer)) await must({ method: "PATCH", path: `${path}/${HAND_OVER.variable}`, body });
  else if (answer.status >= 400) throw explain(call, answer);
  // gh encrypts it for the repository before it leaves this machine.
  const { status, stderr } = await gh(secretArguments(repository), pem);
  if (status !== 0) throw new Failure(`The key of the App could not be stored: ${stderr.trim()}. Make a new one in its settings.`);
}

async function must(call: Call): Promise<Answer["body"]> {
  const answer = await api(call);
  if (answer.status >= 400) throw explain(call, answer);
  return answer.body;
}

const OPENERS: Readonly<Record<string, string>> = { darwin: "open", win32: "explorer" };

/** As gh does. Where there is no browser, the address is said all the same. */
function openInBrowser(url: string): void {
  const { GH_BROWSER, BROWSER } = process.env;
  const browser = GH_BROWSER || BROWSER || OPENERS[process.platform] || "xdg-open";
  spawn(browser, [url], { env: cleanEnvironment(), stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
