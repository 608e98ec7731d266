"""The server that stands before a function in Python: it turns requests into events."""

import os

from flask import Flask, request

from function import handler

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

app = Flask(__name__)


class Event:
    def __init__(self):
        self.method = request.method
        self.path = request.path
        self.query = request.args.to_dict()
        self.headers = request.headers
        self.body = request.get_data()


class Context:
    def __init__(self):
        self.hostname = os.getenv("HOSTNAME", "localhost")


@app.route("/", defaults={"path": ""}, methods=METHODS)
@app.route("/<path:path>", methods=METHODS)
def call(path):
    try:
        answer = handler.handle(Event(), Context())
    except Exception as failure:
        app.logger.error(failure)
        return str(failure), 500
    return answer.get("body", ""), answer.get("statusCode", 200), answer.get("headers", {})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.getenv("http_port", "5000")))
