import { temporaryFolder } from "../support/portfolio";
import { packBoth } from "./support/packages";
import { LocalRegistry } from "./support/registry";
import { installDoorTools } from "./support/tools";

test("registries that run at once keep to themselves what was published", async () => {
  installDoorTools();
  const [one, other] = [new LocalRegistry(), new LocalRegistry()];
  const published = async ({ url }: LocalRegistry) => (await fetch(`${url}create-devops-portfolio/0.0.1`)).status;
  try {
    await one.start();
    one.publish(packBoth(temporaryFolder()).command, "0.0.1", temporaryFolder());
    await other.start();
    expect({ one: await published(one), other: await published(other) }).toEqual({ one: 200, other: 404 });
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
}, 600_000);
