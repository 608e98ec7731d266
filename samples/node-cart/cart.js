const { Refused, serve } = require('./hachi');
const KEPT_MILLIS = Number(process.env.kept_millis ?? 1_800_000);

serve({
  add(call) {
    call.state = [...(call.state ?? []), call.message()];
    call.timer('expire', KEPT_MILLIS, 'expire');
    return call.state;
  },
  get: (call) => call.state ?? [],
  expire(call) { call.state = null; },
  checkout(call) {
    if (!call.state) throw new Refused('cart_empty', 'there is nothing to order');
    call.tell('cart', 'all-orders', 'place', { by: call.key, items: call.state });
    call.state = null;
  },
  place(call) { call.state = [...(call.state ?? []), call.message()]; },
});
