import express from 'express';

const app = express();
app.get('/healthz', (_, response) => response.send('ok'));
app.get('/ping', (_, response) => response.send('pong'));
app.listen(8081);
