"""State for functions in Python: Hachi's process protocol, version 1."""
import json, os, traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

class Refused(Exception):
    """Raise it to change nothing and to tell the caller a code and a sentence."""

class Call:
    def __init__(self, asked):
        self.key, self.state, self.request = asked["key"], asked.get("state"), asked["request"]
        self.orders = {"tells": [], "timers": []}

    def message(self):
        try:
            return json.loads(self.request.get("text", ""))
        except ValueError:
            raise Refused("bad_message", "the body is not JSON")

    def tell(self, function, key, handler, message=None):
        self.orders["tells"].append({"function": function, "key": key, "handler": handler, "message": {"json": message}})

    def timer(self, name, millis, handler):
        self.orders["timers"].append({"name": name, "afterMillis": millis, "handler": handler})

def invoke(handlers, asked):
    call, before, answer = Call(asked), json.dumps(asked.get("state")), {"revision": asked["revision"]}
    try:
        reply = {"json": handlers[asked["handler"]](call)}
    except Refused as refused:
        return answer | {"fail": {"code": refused.args[0], "message": refused.args[1]}}
    changed = {} if json.dumps(call.state) == before else {"state": call.state}
    return answer | {"reply": reply} | changed | call.orders

def serve(*functions):
    """Serves handlers by their names: each may change call.state, and returns the reply."""
    handlers = {function.__name__: function for function in functions}
    pages = {"GET /_hachi/protocol": lambda _: {"versions": [1], "handlers": list(handlers)},
             "POST /_hachi/invoke": lambda body: invoke(handlers, json.loads(body))}

    class Server(BaseHTTPRequestHandler):
        protocol_version, wbufsize, log_message = "HTTP/1.1", -1, lambda *_: None

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            try:
                page = pages.get(self.command + " " + self.path)
                status, value = (200, page(body)) if page else (404, "no such page")
            except Exception as e:
                traceback.print_exc()
                status, value = 500, repr(e)
            self.send_response(status)
            out = json.dumps(value).encode()
            self.send_header("Content-Length", len(out))
            self.end_headers()
            self.wfile.write(out)
        do_GET = do_POST
    url, ThreadingHTTPServer.request_queue_size = urlsplit(os.environ["upstream_url"]), 256
    ThreadingHTTPServer((url.hostname, url.port), Server).serve_forever()
