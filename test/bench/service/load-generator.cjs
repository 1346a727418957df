// Makes load on request, warm from the second time on: a new process for each short round would measure its own start.
const autocannon = require(process.argv[2]);

process.on("message", async ({ url, requests }) => {
  const start = performance.now();
  const result = await autocannon({ url, amount: requests, connections: 64, sampleInt: 5 });
  process.send({ ...result, seconds: (performance.now() - start) / 1000 });
});
