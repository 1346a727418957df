import { describeConformance } from "./describe-conformance";

describeConformance("static", "service", "starts");
