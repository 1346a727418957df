import { PortfolioGenerator } from "../shared/portfolio-generator.js";

/** The docs repository. */
export default class extends PortfolioGenerator {
  constructor(args, options, features) {
    super(args, options, features, ["docs"]);
  }
}
