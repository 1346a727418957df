import scaffold from "create-devops-portfolio/scaffold";
import { givenOptions, question } from "./options.js";

/** One more service for a portfolio that is there: what `create-devops-portfolio add service` does. */
export class Addition {
  #folder;
  #given;
  #extension;

  /**
   * @param {string} folder a repository of the portfolio
   * @param {Record<string, unknown>} given options of the new service
   */
  constructor(folder, given) {
    this.#folder = folder;
    this.#given = given;
  }

  /**
   * Nothing where an app repository is missing, which is written then, or where that of a service is written anew.
   *
   * @param {import("./surroundings.js").Surroundings} surroundings
   * @param {Record<string, unknown>} flags
   */
  static in({ own, repositories }, flags) {
    const [first] = own ? [own] : repositories;
    if (!first || ![own, ...repositories].some((repository) => repository?.role === "infra")) return undefined;
    const whole = scaffold.portfolioAt(first.folder, () => {});
    const { services } = scaffold.resolvePortfolio(whole.options);
    const given = givenOptions(flags);
    if (services.some(({ repository }) => scaffold.absentFrom(whole).includes(repository))) return undefined;
    const isNew = given.appName === undefined ? !flags.yes && own?.role !== "app" : services.every(({ name }) => name !== given.appName);
    return isNew ? new Addition(first.folder, given) : undefined;
  }

  questions() {
    const asked = ["runtime", "appName"].filter((name) => this.#given[name] === undefined);
    return asked.map((name) =>
      question(name, scaffold.optionsSchema.properties[name].prompt, { owner: "octocat", ...this.#given }, undefined),
    );
  }

  /** @param {Record<string, unknown>} answers */
  plan(answers) {
    const { appName: name, owner, ...options } = { ...answers, ...this.#given };
    this.#extension = scaffold.planAddition("service", scaffold.itemFrom("service", name, options), this.#folder);
  }

  /** @param {boolean} dryRun */
  async write(dryRun) {
    if (dryRun) return { text: scaffold.differenceText(this.#extension), waiting: [] };
    const waiting = await scaffold.applyExtension(this.#extension, true);
    return { text: scaffold.doneText(this.#extension), waiting };
  }

  async install() {
    for (const { service, folder } of this.#extension.created) await scaffold.installDependencies(service, folder);
  }
}
