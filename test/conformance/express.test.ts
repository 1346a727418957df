import { describeConformance } from "./describe-conformance";

describeConformance("express", "service", "starts");
