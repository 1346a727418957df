export { EnvironmentOptions } from "./portfolio/environment-options";
export { PortfolioOptions } from "./portfolio/options";
export { ServiceOptions } from "./portfolio/service-options";
export { AppRepository } from "./repositories/app-repository";
export { DocsRepository } from "./repositories/docs-repository";
export { InfraRepository } from "./repositories/infra-repository";
export { PortfolioRepository } from "./repositories/portfolio-repository";
