import { PortfolioGenerator } from "../shared/portfolio-generator.js";

/** The whole portfolio. */
export default class extends PortfolioGenerator {
  constructor(args, options, features) {
    super(args, options, features, ["app", "infra", "docs"]);
  }
}
