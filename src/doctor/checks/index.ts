import type { Check } from "../finding";
import { d01 } from "./d01-monitor-not-selected";
import { d03 } from "./d03-monitor-selects-no-service";
import { d04 } from "./d04-monitor-other-namespace";
import { d05 } from "./d05-monitor-port";
import { d06 } from "./d06-monitor-path";
import { d18 } from "./d18-service-selects-no-pod";
import { d19 } from "./d19-port-chain";
import { d20 } from "./d20-probe";
import { d30 } from "./d30-dashboard";
import { e21 } from "./e21-objects";
import { e33a } from "./e33-workflow-place";
import { e48 } from "./e48-kustomize";

/** All of them, in the order of the chain from source to dashboard. */
export const checks: readonly Check[] = [d01, d03, d04, d05, d06, d18, d19, d20, d30, e21, e33a, e48];
