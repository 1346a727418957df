const express = require('express');
const cors = require('cors');
const promBundle = require('express-prom-bundle');
const routes = require('./routes');

const app = express();
app.use(promBundle({ includeMethod: true, includePath: true }));
app.use(cors());
// app.get('/healthcheck', (req, res) => res.send('old'));
app.use('/api', routes);

module.exports = app;
