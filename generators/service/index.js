import { PortfolioGenerator } from "../shared/portfolio-generator.js";

/** The app repository. */
export default class extends PortfolioGenerator {
  constructor(args, options, features) {
    super(args, options, features, ["app"]);
  }
}
