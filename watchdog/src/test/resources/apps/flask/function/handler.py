import json
import time


def handle(event, context):
    if event.path == "/sum":
        return {"statusCode": 201, "body": {"sum": sum(json.loads(event.body))}}
    if event.path == "/same":
        return {"body": event.body, "headers": {"Content-Type": event.headers["Content-Type"]}}
    if event.path == "/missing":
        return {"statusCode": 404, "body": "nothing here"}
    if event.path == "/broken":
        raise ValueError("out of order")
    if event.path == "/slow":
        time.sleep(20)
    answer = {"method": event.method, "path": event.path, "query": event.query}
    answer["sent"] = event.headers.get("X-Sent")
    return {"body": answer, "headers": {"X-Answer": "42"}}
