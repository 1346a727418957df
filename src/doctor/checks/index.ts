import type { Check } from "../finding";
import { b01, b09, b10, e16 } from "./b01-weaknesses";
import { d01 } from "./d01-monitor-not-selected";
import { d03 } from "./d03-monitor-selects-no-service";
import { d04 } from "./d04-monitor-other-namespace";
import { d05 } from "./d05-monitor-port";
import { d06 } from "./d06-monitor-path";
import { d07 } from "./d07-content-type";
import { d13 } from "./d13-image-name";
import { d18 } from "./d18-service-selects-no-pod";
import { d19 } from "./d19-port-chain";
import { d20 } from "./d20-probe";
import { d26 } from "./d26-local-image";
import { d27 } from "./d27-non-root";
import { d28 } from "./d28-permissions";
import { d30 } from "./d30-dashboard";
import { d31 } from "./d31-dashboard-map";
import { d32 } from "./d32-datasource";
import { d34 } from "./d34-local-cluster";
import { d36 } from "./d36-dispatch";
import { d39 } from "./d39-mermaid";
import { d43 } from "./d43-workers";
import { d45 } from "./d45-network-policy";
import { e01 } from "./e01-ratio";
import { e02 } from "./e02-functions";
import { e03 } from "./e03-threshold";
import { e04 } from "./e04-unknown-metric";
import { e05 } from "./e05-unscraped";
import { e06 } from "./e06-constant";
import { e08 } from "./e08-narrowed";
import { e09 } from "./e09-prometheus-templates";
import { e10b } from "./e10-stack-values";
import { e10 } from "./e10-values";
import { e11 } from "./e11-receivers";
import { e12 } from "./e12-annotations";
import { e13 } from "./e13-datasources";
import { e14 } from "./e14-labels";
import { e15 } from "./e15-twice";
import { e17 } from "./e17-targets";
import { e18 } from "./e18-unread-values";
import { e19 } from "./e19-chart";
import { e20 } from "./e20-twice";
import { e21 } from "./e21-objects";
import { e22 } from "./e22-empty";
import { e23 } from "./e23-references";
import { e24 } from "./e24-mixed";
import { e25b } from "./e25-details";
import { e25 } from "./e25-names";
import { e26 } from "./e26-retired";
import { b07 } from "./e28-containers";
import { e29b } from "./e29-ends";
import { e29 } from "./e29-locks";
import { e30 } from "./e30-templates";
import { e31 } from "./e31-calls";
import { e32b } from "./e32-expressions";
import { e32 } from "./e32-workflow";
import { e33b } from "./e33-missing-files";
import { e33a } from "./e33-workflow-place";
import { e34 } from "./e34-image";
import { e34b } from "./e34-tags";
import { e35 } from "./e35-ignored";
import { e36 } from "./e36-gates";
import { e37 } from "./e37-shell";
import { e38 } from "./e38-push";
import { e39 } from "./e39-numbers";
import { e40 } from "./e40-deployments";
import { e41 } from "./e41-argocd";
import { e41b } from "./e41-argocd-rules";
import { e42 } from "./e42-secrets";
import { e43 } from "./e43-hardening";
import { e44 } from "./e44-links";
import { e45 } from "./e45-commands";
import { e46 } from "./e46-compose";
import { e46b } from "./e46-health";
import { e47b } from "./e47-context";
import { e47 } from "./e47-dockerfile";
import { e48 } from "./e48-kustomize";
import { e50 } from "./e50-scripts";
import { e52 } from "./e52-login";
import { e54 } from "./e54-metric-labels";
import { e57 } from "./e57-compose-files";
import { e58 } from "./e58-not-text";
import { e62 } from "./e62-addresses";
import { e63 } from "./e63-data-folder";
import { e64 } from "./e64-shared";
import { e65 } from "./e65-networks";
import { e66 } from "./e66-discovery";
import { e67 } from "./e67-no-object";
import { e68 } from "./e68-hidden-modules";
import { p01 } from "./p01-facts";
import { p02 } from "./p02-page-links";
import { p03 } from "./p03-blocks";
import { p04 } from "./p04-pictures";
import { p05 } from "./p05-together";

/** Those that hold the documentation of a portfolio against its repositories. */
export const documentation: readonly Check[] = [p01, p02, p03, p04, p05];

/** All of them. */
export const checks: readonly Check[] = [
  b01,
  b09,
  b10,
  e36,
  e16,
  d01,
  d03,
  d04,
  d05,
  d06,
  d07,
  d13,
  d18,
  d19,
  d20,
  d27,
  d28,
  d30,
  d32,
  d34,
  d36,
  d39,
  e01,
  e02,
  e03,
  e04,
  e09,
  e10,
  e11,
  e12,
  e13,
  e17,
  e19,
  e21,
  e22,
  e23,
  e25,
  e30,
  e32,
  e33b,
  e33a,
  e34,
  e37,
  e41,
  e46,
  e47,
  e48,
  d43,
  d45,
  e05,
  e06,
  e08,
  e14,
  e18,
  e24,
  e26,
  e29,
  e35,
  e38,
  e39,
  e42,
  e44,
  e45,
  e32b,
  e50,
  e25b,
  e52,
  e34b,
  e31,
  e54,
  e47b,
  e46b,
  e57,
  d26,
  e58,
  d31,
  e20,
  e41b,
  e15,
  e40,
  e43,
  b07,
  e29b,
  e10b,
  e62,
  e63,
  e64,
  e65,
  e66,
  e67,
  e68,
  ...documentation,
];
