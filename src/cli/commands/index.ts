import type { Command, Commands } from "../command";
import { completion } from "./completion";
import { create } from "./create";
import { diff } from "./diff";
import { disown } from "./disown";
import { doctor } from "./doctor";
import { eject } from "./eject";
import { fleet } from "./fleet";
import { inspect } from "./inspect";
import { own } from "./own";
import { publish } from "./publish";
import { schema } from "./schema";
import { status } from "./status";
import { sync } from "./sync";

const table = { create, status, diff, own, disown, sync, eject, doctor, inspect, fleet, publish, schema, completion };

export const commands: Commands = new Map(Object.entries(table) as [string, Command][]);
