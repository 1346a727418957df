import { describeConformance } from "./describe-conformance";

describeConformance("express");
