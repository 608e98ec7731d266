const test = require('node:test');
const assert = require('node:assert');
const { greet, visits } = require('./handler');

test('a second visit is counted', () => {
  const call = { state: { visits: 1 }, message: () => 'Ann' };

  assert.equal(greet(call), 'Hello Ann, visit 2');
  assert.equal(visits(call), 2);
});

test('a new key has no visits', () => {
  assert.equal(visits({ state: null }), 0);
});
