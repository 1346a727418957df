import type { Command, Commands } from "../command";
import { add } from "./add";
import { adopt } from "./adopt";
import { completion } from "./completion";
import { create } from "./create";
import { diff } from "./diff";
import { disown } from "./disown";
import { doctor } from "./doctor";
import { drill } from "./drill";
import { eject } from "./eject";
import { fleet } from "./fleet";
import { inspect } from "./inspect";
import { measure } from "./measure";
import { own } from "./own";
import { publish } from "./publish";
import { remove } from "./remove";
import { schema } from "./schema";
import { status } from "./status";
import { sync } from "./sync";
import { upgrade } from "./upgrade";

const table = {
  create,
  adopt,
  add,
  remove,
  status,
  diff,
  own,
  disown,
  sync,
  upgrade,
  eject,
  doctor,
  drill,
  measure,
  inspect,
  fleet,
  publish,
  schema,
  completion,
};

export const commands: Commands = new Map(Object.entries(table) as [string, Command][]);
