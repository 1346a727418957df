const { createServer } = require("node:http");

createServer((request, response) => {
  if (request.url === "/health") response.end("ok\n");
  else if (request.url === "/") response.end("back\n");
  else response.writeHead(404).end();
}).listen(3000);
