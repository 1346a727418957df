import { JsonFile } from "projen/lib/json";
import { removeFile } from "../files/template-tree";
import type { PortfolioOptions } from "../portfolio/options";
import { DECLARATIONS } from "./declarations";
import { PortfolioRepository, SERVICE } from "./portfolio-repository";

/**
 * The repository of the service: its code, image and CI.
 *
 * @pjid app
 */
export class AppRepository extends PortfolioRepository {
  /**
   * The repository of one of several services. `new AppRepository(options)` is that of the first.
   *
   * @param options those of the portfolio
   * @param service name of the service
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
    this._addScriptTask("image", "Build the image for this machine");
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
    this._addScriptTask("image", "Build the image for this machine", "scripts/portfolio.sh", ["image"]);
    this.addTask("compose", { description: "Run the service on this machine", exec: this._scope.composeUp });
  }

  /**
   * What is run by hand, where there is something to run.
   *
   * @internal
   */
  private _addTasks(): void {
    const { test, lint, start } = this._scope.runtimeType.commands;
    if (test) this.addTask("test", { description: "Run the tests of the service", exec: test });
    if (lint) this.addTask("lint", { description: "Lint the service", exec: lint });
    if (start) this.addTask("start", { description: "Run the service", exec: start });
  }

  /**
   * What the service and its tests read at run time, so that code that belongs to the user follows the options.
   *
   * @internal
   */
  private _addContract(): void {
    const { appName: name, appUrl: app, infraUrl: infra, docsUrl: docs, image, title, calls } = this._scope;
    new JsonFile(this, "contract.json", {
      obj: {
        name,
        title,
        ...this._endpoints(),
        image,
        ...(calls.length > 0 && { calls: calls.map(({ service, variable }) => ({ service: service.name, variable })) }),
        repositories: { app, infra, docs },
      },
      marker: false,
      editGitignore: false,
    });
  }
  /**
   * Where it is asked: of a worker only what it has.
   *
   * @internal
   */
  private _endpoints(): Readonly<Record<string, unknown>> {
    const { serves, port, portName, managementPort, healthPath, readyPath, metricsPath, durationBuckets, latencyTargetMs } = this._scope;
    if (serves) return { port, portName, managementPort, healthPath, readyPath, metricsPath, durationBuckets, latencyTargetMs };
    return Object.fromEntries(Object.entries({ managementPort, healthPath, readyPath, metricsPath }).filter(([, value]) => value));
  }
}
