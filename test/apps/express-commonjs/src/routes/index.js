const { Router } = require('express');
const todos = require('./todos');

const router = Router();
router.get('/health', (req, res) => res.json({ status: 'ok' }));
router.use('/todos', todos);

module.exports = router;
