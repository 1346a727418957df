import type { Command, Commands } from "../command";
import { completion } from "./completion";
import { create } from "./create";
import { doctor } from "./doctor";
import { fleet } from "./fleet";
import { inspect } from "./inspect";
import { publish } from "./publish";
import { schema } from "./schema";
import { sync } from "./sync";

const table = { create, doctor, inspect, fleet, publish, sync, schema, completion };

export const commands: Commands = new Map(Object.entries(table) as [string, Command][]);
