/** How often each key was greeted. To refuse a message: throw new (require('../hachi').Refused)(code, why). */
module.exports = {
  greet(call) { // POST /KEY/greet, with a name as JSON
    call.state = { visits: (call.state?.visits ?? 0) + 1 };
    return `Hello ${call.message()}, visit ${call.state.visits}`;
  },
  visits: (call) => call.state?.visits ?? 0, // GET /KEY/visits
};
