import { Addition } from "../shared/addition.js";
import { PortfolioGenerator } from "../shared/portfolio-generator.js";

/** The app repository; in a portfolio that has all of its own, that of one more service. */
export default class extends PortfolioGenerator {
  /** @type {Addition | undefined} */
  #addition;

  constructor(args, options, features) {
    super(args, options, features, ["app"]);
  }

  initializing() {
    super.initializing();
    this.#addition = Addition.in(this.surroundings, this.options);
  }

  async prompting() {
    if (!this.#addition) return super.prompting();
    const answers = this.options.yes ? {} : await this.prompt(this.#addition.questions());
    this.#addition.plan(answers);
  }

  async writing() {
    if (!this.#addition) return super.writing();
    const { text, waiting } = await this.#addition.write(Boolean(this.options.dryRun));
    for (const part of [text, ...waiting]) this.log(part);
  }

  async install() {
    if (!this.#addition) return super.install();
    if (!this.options.skipInstall && !this.options.dryRun) await this.#addition.install();
  }
}
