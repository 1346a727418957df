import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Transform } from "node:stream";
import { createConflicterTransform, forceYoFiles } from "@yeoman/conflicter";
import scaffold from "create-devops-portfolio/scaffold";
import Generator from "yeoman-generator";
import { declareFlags, givenOptions, questions, refuseTypingErrors } from "./options.js";
import { RenderedRepository } from "./repository.js";
import { foldersOf, knownOptions, lookAround } from "./surroundings.js";

/** @typedef {import("./surroundings.js").Role} Role */

/** Writes repositories of one portfolio: which, is all that the generators differ in. */
export class PortfolioGenerator extends Generator {
  /** @type {RenderedRepository[]} */
  #repositories = [];

  /** @type {{ target: string, content: string }[]} pages of a new portfolio's folder */
  #pages = [];

  /**
   * @param {string[]} args
   * @param {object} options
   * @param {object} features
   * @param {Role[]} roles the repositories to write
   */
  constructor(args, options, features, roles) {
    // Yeoman would run npm install where it sees a package.json: the app says itself how it is installed.
    // And it would write file after file, where a run that is killed leaves half of them.
    super(args, options, { ...features, inheritTasks: true, customInstallTask: true, customCommitTask: () => this.#commit() });
    this.roles = roles;
    this.options.skipLocalCache ??= true; // the repositories keep their own record
    declareFlags(this);
  }

  initializing() {
    refuseTypingErrors(process.argv.slice(2), Object.keys(this._options));
    const look = (warn) => lookAround(this.destinationRoot(), this.roles, warn);
    // What a run that was killed has left undone is done first: it may be what is looked at.
    if (!this.options.dryRun) foldersOf(look(() => {})).forEach(scaffold.recover);
    this.surroundings = look((text) => this.log.info(text));
    const recorded = knownOptions(this.surroundings, (text) => this.log.info(text));
    this.isNew = Object.keys(recorded).length === 0; // what a portfolio does not record has been left open on purpose
    this.known = { ...recorded, ...givenOptions(this.options) };
  }

  async prompting() {
    const answers = this.isNew && !this.options.yes ? await this.#ask() : {};
    const owner = this.known.owner ?? answers.owner ?? this.#guessOwner();
    this.portfolio = scaffold.resolvePortfolio({ ...answers, ...this.known, owner });
    for (const warning of scaffold.warningsOf(this.portfolio)) this.log.info(`Warning: ${warning}`);
  }

  writing() {
    for (const repository of scaffold.repositoriesOf(this.portfolio)) {
      if (this.roles.includes(repository.role)) this.#write(repository, this.#folderOf(repository));
    }
    this.#writePages();
  }

  async install() {
    if (this.options.skipInstall || this.options.dryRun) return;
    for (const { role, service, isNew, folder } of this.#repositories) {
      const { services } = this.portfolio;
      const written = services.find(({ name }) => name === service) ?? services[0];
      if (role === "app" && isNew) await scaffold.installDependencies(written, folder);
    }
  }

  /** Lets Yeoman ask about every file, then writes those that were agreed to. */
  async #commit() {
    const { sharedFs, adapter, conflicterOptions } = this.env;
    const agreed = [];
    const collect = new Transform({
      objectMode: true,
      transform(file, _encoding, done) {
        if (file.state) agreed.push(file);
        delete file.state; // for Yeoman, it is written
        done(null, file);
      },
    });
    const conflicter = createConflicterTransform(adapter, conflicterOptions);
    await sharedFs.pipeline({ filter: (file) => Boolean(file.state) }, forceYoFiles(), conflicter, collect);
    if (this.options.dryRun) return;
    for (const repository of this.#repositories) repository.write(agreed);
    // And the answers, where Yeoman keeps them for the next portfolio.
    const others = agreed.filter(
      ({ path }) => basename(path) === ".yo-rc-global.json" || this.#pages.some(({ target }) => target === path),
    );
    for (const { path, contents } of others) writeFileSync(path, contents);
  }

  /** Those of a new portfolio, where the folder has none of that name: as the command does. */
  #writePages() {
    const { own, home, here, repositories } = this.surroundings;
    if (own || here || repositories.length > 0) return;
    const pages = scaffold.folderPages(this.portfolio).map(({ name, content }) => ({ target: join(home, name), content }));
    this.#pages = pages.filter(({ target }) => !existsSync(target));
    for (const { target, content } of this.#pages) this.writeDestination(target, content);
  }

  /** @param {{ role: Role, service?: string }} which @param {string} folder */
  #write({ role, service }, folder) {
    if (this.#isCustomised(role, folder)) {
      this.log.info(`${folder} has a .projenrc.ts of its own: change options there and run npx projen. It is left as it is.`);
      return;
    }
    // A flag says of all which files are the user's; otherwise each repository has its own list.
    const portfolio = this.known.own ? this.portfolio : scaffold.portfolioFor(scaffold.readRecord(folder), this.portfolio);
    const repository = new RenderedRepository({ role, service }, folder, portfolio);
    this.#repositories.push(repository);
    for (const { target, content } of repository.files()) this.writeDestination(target, content);
    for (const file of repository.stale()) this.deleteDestination(file);
    for (const problem of repository.problems) this.log.info(problem);
  }

  /** Whether `.projenrc.ts` says more than the options, so that only `npx projen` can write the repository. */
  #isCustomised(role, folder) {
    const file = join(folder, ".projenrc.ts");
    if (!existsSync(file)) return false;
    const record = scaffold.readRecord(folder);
    return !record || readFileSync(file, "utf8") !== scaffold.renderProjenrc(role, record.options, record.service);
  }

  /** @param {{ role: Role, service?: string, name: string }} which */
  #folderOf({ role, service, name }) {
    const { own, home, here, repositories } = this.surroundings;
    const there = [own, ...repositories].find((repository) => repository?.role === role && repository.service === service);
    if (there) return there.folder;
    return here ? this.destinationRoot() : join(home, name);
  }

  /** In two goes: Yeoman forgets all answers of one in which a question is not to be stored. */
  async #ask() {
    const stored = await this.prompt(questions(this.known).filter(({ store }) => store));
    const others = questions({ ...this.known, ...stored }).filter(({ store }) => !store);
    return { ...stored, ...(await this.prompt(others)) };
  }

  #guessOwner() {
    const guess = scaffold.guessOwner();
    if (guess) this.log.info(`Owner: ${guess.owner}, from ${guess.source}. Change it with --owner.`);
    return guess?.owner;
  }
}
