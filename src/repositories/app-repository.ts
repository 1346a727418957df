import { JsonFile } from "projen/lib/json";
import { removeFile } from "../files/template-tree";
import type { PortfolioOptions } from "../portfolio/options";
import { type Scope, scopeOf } from "../portfolio/scope";
import { DECLARATIONS } from "./declarations";
import { PortfolioRepository, SERVICE } from "./portfolio-repository";

const IMAGE = "Build the image for this machine";

/**
 * The repository of a service, or of several that share it: their code, images and CI.
 *
 * @pjid app
 */
export class AppRepository extends PortfolioRepository {
  /**
   * The repository of one of several services. `new AppRepository(options)` is that of the first.
   *
   * @param options those of the portfolio
   * @param service name of the service; of those that share the repository, any
   */
  public static forService(options: PortfolioOptions, service: string): AppRepository {
    return new AppRepository(Object.assign({ ...options }, { [SERVICE]: service }));
  }

  constructor(options: PortfolioOptions) {
    super(options, "app");
    if (this._scope.runtimeType.app) this._addApp();
    else this._addToAnApp();
    this._addContract();
    this._addTasks();
  }

  /**
   * An app to begin with, and everything around it.
   *
   * @internal
   */
  private _addApp(): void {
    const { runtime, runtimeType, observability } = this._scope;
    this._addTree(`runtimes/${runtime}/app`, { owner: "seeded" });
    if (runtimeType.serverFolder) {
      this._addTree("app/node-server", { owner: "seeded", target: runtimeType.serverFolder });
      this._addTree("app/node-tests", { owner: "seeded", target: "test" });
    }
    if (runtimeType.pageFolder) this._addTree("app/page", { owner: "seeded", target: runtimeType.pageFolder });
    this._addTree("app/pipeline", { owner: "managed" });
    this._addTree("app/compose", { owner: "managed" });
    this._addTree(observability, { owner: "managed", target: "observability" });
    this.gitignore.exclude(...runtimeType.ignored);
    this._addScriptTask("image", IMAGE);
    this.addTask("compose", { description: "Run the service with Prometheus and Grafana", exec: this._scope.composeUp });
  }

  /**
   * What an app that is there already needs beside it: nothing of the app's own is written.
   *
   * @internal
   */
  private _addToAnApp(): void {
    this._addTree(`runtimes/${this._scope.runtime}/app`, { owner: "managed" });
    for (const file of [".gitignore", ".gitattributes", DECLARATIONS]) this.tryRemoveFile(file);
    removeFile(this, "LICENSE");
    const { composeUp, together } = this._scope;
    const isShared = together.length > 1;
    const image = isShared ? `Build the image of a service for this machine: ${together.map(({ name }) => name).join(" or ")}` : IMAGE;
    this._addScriptTask("image", image, "scripts/portfolio.sh", ["image"]);
    this.addTask("compose", { description: `Run the service${isShared ? "s" : ""} on this machine`, exec: composeUp });
  }

  /**
   * What is run by hand, where there is something to run: for each service of the repository, one after the other.
   *
   * @internal
   */
  private _addTasks(): void {
    const titles = { test: "Run the tests", lint: "Lint", start: "Run" } as const;
    const whole = this._scope.together.length > 1 ? "the services" : "the service";
    for (const [task, title] of Object.entries(titles) as [keyof typeof titles, string][]) {
      const steps = this._scope.together.flatMap(({ runtime: { commands } }) => commands[task] ?? []).map((exec) => ({ exec }));
      if (steps.length > 0) this.addTask(task, { description: `${title}${task === "test" ? " of" : ""} ${whole}`, steps });
    }
  }

  /**
   * What the services and their tests read at run time, so that code that belongs to the user follows the options.
   *
   * @internal
   */
  private _addContract(): void {
    const { appUrl: app, infraUrl: infra, docsUrl: docs, title, together } = this._scope;
    const repositories = { app, infra, docs };
    const [only, ...others] = together.map((service) => contractOf(scopeOf(this._portfolio, service)));
    const { name, ...rest } = only;
    const obj = others.length > 0 ? { title, services: [only, ...others], repositories } : { name, title, ...rest, repositories };
    new JsonFile(this, "contract.json", { obj, marker: false, editGitignore: false });
  }
}

/** What one service and its surroundings agree on. */
function contractOf(scope: Scope) {
  const { appName: name, image, calls } = scope;
  const called = calls.map(({ service, variable }) => ({ service: service.name, variable }));
  return { name, ...endpointsIn(scope), image, ...(called.length > 0 && { calls: called }) };
}

/** Where it is asked: of a worker only what it has. */
function endpointsIn(scope: Scope): Readonly<Record<string, unknown>> {
  const { serves, port, portName, managementPort, healthPath, readyPath, metricsPath, durationBuckets, latencyTargetMs } = scope;
  if (serves) return { port, portName, managementPort, healthPath, readyPath, metricsPath, durationBuckets, latencyTargetMs };
  return Object.fromEntries(Object.entries({ managementPort, healthPath, readyPath, metricsPath }).filter(([, value]) => value));
}
