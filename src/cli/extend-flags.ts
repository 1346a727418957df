import { environmentMembers, serviceMembers } from "../portfolio/members";
import type { OptionName } from "../portfolio/schema";

/** What can be added and removed. */
export const kinds = ["service", "environment"] as const;

/** The options that describe a service: its name is no flag. */
export const serviceFlags = (Object.keys(serviceMembers) as OptionName[]).filter((option) => option !== "appName");

export const environmentFlags = Object.keys(environmentMembers) as OptionName[];
