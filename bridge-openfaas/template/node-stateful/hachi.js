const http = require('node:http'); // state for functions: Hachi's process protocol, version 1

/** Throw it to change nothing and to tell the caller a code and a sentence. */
class Refused extends Error {
  constructor(code, message) { super(message); this.code = code; }
}

class Call {
  constructor({ key, state, request }) {
    Object.assign(this, { key, state, request, orders: { tells: [], timers: [] } });
  }
  message() {
    try {
      return JSON.parse(this.request.text);
    } catch {
      throw new Refused('bad_message', 'the body is not JSON');
    }
  }
  tell(fn, key, handler, message = null) {
    this.orders.tells.push({ function: fn, key, handler, message: { json: message } });
  }
  timer(name, afterMillis, handler) {
    this.orders.timers.push({ name, afterMillis, handler });
  }
}

async function invoke(handlers, asked) {
  const { revision, handler } = asked;
  const [before, call] = [JSON.stringify(asked.state), new Call(asked)];
  try {
    const json = (await handlers[handler](call)) ?? null;
    const changed = JSON.stringify(call.state) === before ? {} : { state: call.state };
    return { revision, reply: { json }, ...changed, ...call.orders };
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return { revision, fail: { code: e.code, message: e.message } };
  }
}

/** Serves handlers by their names: each may change call.state, and returns the reply. */
function serve(handlers) {
  const pages = {
    'GET /_hachi/protocol': () => ({ versions: [1], handlers: Object.keys(handlers) }),
    'POST /_hachi/invoke': (body) => invoke(handlers, JSON.parse(body)),
  };
  const { hostname, port } = new URL(process.env.upstream_url);
  http.createServer(async (request, response) => {
    try {
      const page = pages[`${request.method} ${request.url}`];
      const body = Buffer.concat(await request.toArray());
      const value = page ? await page(body) : 'no such page';
      response.writeHead(page ? 200 : 404).end(JSON.stringify(value));
    } catch (e) {
      console.error(e);
      response.writeHead(500).end(String(e));
    }
  }).listen(port, hostname);
}
module.exports = { Refused, serve };
