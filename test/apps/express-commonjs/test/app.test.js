const test = require('node:test');
const assert = require('node:assert');

test('the app is a function', () => assert.equal(typeof require('../src/app'), 'function'));
