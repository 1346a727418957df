const { createServer } = require("node:http");

const notices = ["The library is closed on Monday."];

createServer((request, response) => {
  if (request.url === "/health") response.end("ok\n");
  else if (request.url === "/") response.setHeader("content-type", "application/json").end(JSON.stringify(notices));
  else response.writeHead(404).end();
}).listen(3000);
