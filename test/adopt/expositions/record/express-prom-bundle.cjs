const express = require("express");
const promBundle = require("express-prom-bundle");

const app = express();
app.use(promBundle({ includeMethod: true, includePath: true }));
app.get("/items/:item", (request, response) => response.send(request.params.item));
app.get("/fail", (_, response) => response.status(500).send("asked for"));

const server = app.listen(0, "127.0.0.1", async () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  for (const path of ["/items/1", "/items/2", "/fail", "/missing"]) await fetch(address + path);
  process.stdout.write(await (await fetch(`${address}/metrics`)).text());
  server.close();
});
